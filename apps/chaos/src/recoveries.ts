/** How long it took each time until what is sent was readable again. */
export class Recoveries {
  private readonly byFault = new Map<string, number[]>();

  /** @param ms left out where readers do not wait for what was hit */
  note(fault: string, ms?: number): void {
    const known = this.byFault.get(fault) ?? [];
    this.byFault.set(fault, known);
    known.push(ms ?? NaN);
  }

  /** One line for each fault: how often, and the median and the worst time. */
  table(): string {
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
    return [...this.byFault]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([fault, all]) => {
        const measured = all.filter((ms) => !Number.isNaN(ms)).sort((a, b) => a - b);
        const median = measured[Math.floor(measured.length / 2)];
        const worst = measured.at(-1);
        const times = median === undefined || worst === undefined ? '' : `: live again after ${seconds(median)} at the median, ${seconds(worst)} at worst`; // prettier-ignore
        return `  ${String(all.length).padStart(3)} × ${fault}${times}`;
      })
      .join('\n');
  }
}
