const count = (number: number): string => Math.round(number).toLocaleString('en');

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return `${Math.round(seconds / 60)} min`;
}

/**
 * Says how far a piece of work is, how fast it goes and what is left.
 * @param now milliseconds of any clock that does not jump
 * @param before what was done already when it began
 */
export function progressOf(
  what: string,
  total: number,
  say: (line: string) => void,
  now: () => number,
  before = 0,
): (done: number) => void {
  const begun = now();
  return (done) => {
    const seconds = (now() - begun) / 1000;
    const rate = seconds > 2 ? (done - before) / seconds : 0;
    const left = rate > 0 && done < total ? `, ${duration((total - done) / rate)} left` : '';
    say(`${count(done)} of ${count(total)} ${what}${rate > 0 ? `, ${count(rate)} a second` : ''}${left}`);
  };
}
