/**
 * How Node is told to run the process of a rebuild. What it holds of the log is bounded by what it reads at a time; with
 * a larger nursery most of it dies there, and is not copied first.
 */
export const rebuildFlags: readonly string[] = [
  '--enable-source-maps',
  '--max-old-space-size=450',
  '--max-semi-space-size=32',
];
