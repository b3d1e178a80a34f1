/** Passes on at most five lines a second to a terminal, and one every 5 s to a file or pipe. */
export function throttled(
  write: (line: string) => void,
  pauseMs = process.stdout.isTTY ? 200 : 5_000,
): (line: string) => void {
  let writtenAt = -Infinity;
  return (line) => {
    const now = performance.now();
    if (now - writtenAt < pauseMs) return;
    writtenAt = now;
    write(line);
  };
}
