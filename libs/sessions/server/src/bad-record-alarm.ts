import type { Pool } from '@tq/platform/postgres';
import type { ReadRecords } from './fold/records';

const window = 1000;
const tolerated = 0.05;

/** Raises the alarm where more than 5 % of the last 1,000 records are bad, naming their producers; clears it again. */
export class BadRecordAlarm {
  /** Producers of the last records: null for a good one. */
  private readonly last: (string | null)[] = [];
  private bad = 0;
  private raised = false;

  constructor(
    private readonly pool: Pool,
    private readonly clock: () => number,
  ) {}

  /** Hears of records that were folded. */
  async hear(read: ReadRecords, records: number): Promise<void> {
    for (const { producer } of read.deadLetters.slice(-window)) this.push(producer ?? 'unknown');
    for (let i = Math.min(window, records - read.deadLetters.length); i > 0; i--) this.push(null);
    const isHigh = this.bad > tolerated * window;
    if (isHigh && read.deadLetters.length > 0) await this.raise();
    if (!isHigh && this.raised) await this.clear();
    this.raised = isHigh;
  }

  private push(producer: string | null): void {
    this.last.push(producer);
    if (producer !== null) this.bad++;
    if (this.last.length > window && this.last.shift() !== null) this.bad--;
  }

  private async raise(): Promise<void> {
    const producers = [...new Set(this.last.filter((producer) => producer !== null))].slice(0, 5).join(', ');
    const detail = `${this.bad} of the last ${window} records are no valid events; from: ${producers}.`;
    await this.pool.query(
      `INSERT INTO alarm (kind, detail, since, last_at) VALUES ('bad-records', $1, $2, $2)
       ON CONFLICT (kind) DO UPDATE SET detail = $1, last_at = $2, cleared_at = NULL,
         since = CASE WHEN alarm.cleared_at IS NULL THEN alarm.since ELSE $2 END`,
      [detail, this.clock()],
    );
  }

  private async clear(): Promise<void> {
    await this.pool.query(`UPDATE alarm SET cleared_at = $1 WHERE kind = 'bad-records'`, [this.clock()]);
  }
}
