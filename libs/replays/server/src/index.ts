export * from './api';
export type { Craft, VersionFold } from './craft';
export type { Comparison, Difference, DifferingTutor, Rebuild, RebuildKind, RebuildState } from './rebuild';
export { Rebuilder, type RebuilderOptions } from './rebuilder';
export { RebuildDesk, type RebuildDeskOptions, type RebuildOverview } from './rebuild-desk';
export { rebuildChannel, rebuildLock, RebuildRefused, RebuildStore, type RebuildRequest } from './rebuild-store';
export { secondsLeft } from './rate';
export { troubleOf, type Trouble } from './problem-sentence';
export { activeOf, previousOf, projectionChannel, versions, type Version } from './versions';
