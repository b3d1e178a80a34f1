/** How Node is told to run the process of a rebuild: what it holds of the log is bounded by what it reads at a time. */
export const rebuildFlags: readonly string[] = ['--max-old-space-size=450'];
