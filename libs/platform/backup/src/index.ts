export { copyLog, type Cut } from './copy-log';
export { copyIn, copyOut, type TableToKeep } from './copy-tables';
export { lineOf, recordOf } from './log-line';
export {
  format,
  manifestName,
  readManifest,
  writeManifest,
  type BackedUpPartition,
  type BackedUpTable,
  type Manifest,
} from './manifest';
export { linesOf, sumOf } from './packed-file';
export { progressOf } from './progress';
export { UnusableBackup } from './unusable-backup';
export { verifyFiles } from './verify';
export { finishTopic, prepareTopic, writeLog } from './write-log';
