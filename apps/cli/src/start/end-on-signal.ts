/**
 * Ends everything on Ctrl-C, SIGTERM, a closed terminal, or when the parent that asked for it is gone.
 * @param code what the process exits with: not 0 where something is left undone
 * @returns a signal that is aborted as soon as the end begins
 */
export function endOnSignal(end: () => Promise<void>, code = 0): AbortSignal {
  const ending = new AbortController();
  const begin = (why: string) => {
    if (ending.signal.aborted) return;
    ending.abort(new Error(`ended by ${why}`));
    process.stderr.write('\nEnding everything …\n');
    end().then(
      () => process.exit(code),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => begin(signal));
  // npm's script holds a channel to us: that it closes means that it was killed without a chance to say so.
  if (process.channel) {
    process.once('disconnect', () => begin('the end of its parent'));
    process.channel.unref();
  }
  // A terminal that was closed makes writing fail; that must not keep the processes from being ended.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return ending.signal;
}
