export { BadRecordAlarm } from './alarm/bad-record-alarm';
export { BulkFold, type BulkFoldOptions, type BulkProgress } from './bulk/bulk-fold';
export { BatchFold, type BatchFoldOptions } from './fold/batch-fold';
export { ensureOffsets, expectSameLog, foldPositions, OffsetError } from './fold/offsets';
export { FoldController } from './fold.controller';
export { FoldState } from './fold-state';
export { ensureProjection, ensureSpine, ensureVersionTables, foldVersion, whyReplay } from './ensure-projection';
export { projectionSteps, spineSteps } from './tables';
export * from './api';
