/**
 * How Node is told to run the process of a rebuild: what it holds of the log is bounded by what it reads at a time.
 * What it makes of records is soon of no use any more: with more room for what is young, and for what grew old before it
 * is looked through again, much of that looking is spared.
 */
export const rebuildFlags: readonly string[] = ['--max-old-space-size=450', '--min-semi-space-size=32', '--max-semi-space-size=32', '--heap-growing-percent=150']; // prettier-ignore

/** What to say where that process was ended by a signal; V8 aborts where it needs more memory than these flags allow. */
export const endedBy = (signal: NodeJS.Signals): string =>
  signal === 'SIGABRT'
    ? 'The process that did it ran out of memory.'
    : `The process that did it was ended by ${signal}.`;
