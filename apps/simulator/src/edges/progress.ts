/** How far a run is. `total` and `etaSeconds` are estimates, null where there is no end. */
export interface Progress {
  readonly phase: 'history' | 'live';
  readonly events: number;
  readonly total: number | null;
  /** Events a second since the start of the phase. */
  readonly rate: number;
  readonly etaSeconds: number | null;
  /** What has been told so far reaches up to here. */
  readonly until: string;
}

/**
 * Prints progress on stdout: JSON lines for a program that reads them (`TQ_PROGRESS=json`), else a line for a person.
 * Twice a second at most, for a live stream and without a terminal every 10 s; always when it is the last.
 */
export function progressPrinter(asJson: boolean): (progress: Progress, isLast?: boolean) => void {
  let printedAt = -Infinity;
  return (progress, isLast = false) => {
    const now = performance.now();
    const pause = progress.phase === 'live' || !(asJson || process.stdout.isTTY) ? 10_000 : 500;
    if (!isLast && now - printedAt < pause) return;
    printedAt = now;
    if (asJson) process.stdout.write(`${JSON.stringify(isLast ? { ...progress, done: true } : progress)}\n`);
    else if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${sentence(progress)}${isLast ? '\n' : ''}`);
    else process.stdout.write(`${sentence(progress)}\n`);
  };
}

function sentence({ phase, events, total, rate, etaSeconds, until }: Progress): string {
  const count = (number: number): string => Math.round(number).toLocaleString('en');
  const speed = `${count(rate)} a second`;
  if (phase === 'live') return `Live, up to ${until}: ${count(events)} events sent.`;
  const left = etaSeconds === null ? '' : `, ${count(etaSeconds)} s left`;
  return `History up to ${until.slice(0, 10)}: ${count(events)}${total === null ? '' : ` of about ${count(total)}`} events, ${speed}${left}.`;
}
