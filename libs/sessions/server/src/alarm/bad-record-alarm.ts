import type { Pool } from '@tq/platform/postgres';
import { foldPositions } from '../fold/offsets';
import { badAmongLast, type BadRecord, type OffsetsSince } from './bad-among-last';

const window = 1000;
const tolerated = 0.05 * window;
const mostNamed = 5;
const lookEveryMs = 1000;
/** What another scorer raised clears here too. */
const lookAnywayMs = 10_000;

export interface BadRecordAlarmOptions {
  /** Connections whose search path is the projection's schema. */
  readonly pool: Pool;
  readonly offsetsSince: OffsetsSince;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly onError: (error: unknown) => void;
}

type Letter = BadRecord & { readonly producer: string | null };

/** Raises the alarm where more than 5 % of the last 1,000 records are bad, naming their producers; clears it again. */
export class BadRecordAlarm {
  private readonly ticker: NodeJS.Timeout;
  private isDue = true;
  private lastLook = 0;
  private running: Promise<void> | undefined;

  constructor(private readonly options: BadRecordAlarmOptions) {
    this.ticker = setInterval(() => this.tick(), lookEveryMs);
  }

  /** Hears of so many bad ones among records that were folded. */
  hear(bad: number): void {
    if (bad > 0) this.isDue = true;
  }

  async close(): Promise<void> {
    clearInterval(this.ticker);
    await this.running;
  }

  /** Looks at the last records as they are now. @throws what the database and the broker throw */
  async look(): Promise<void> {
    const { pool, offsetsSince, clock } = this.options;
    // Positions first: what is folded meanwhile is heard of, and looked at next time.
    const positions = await foldPositions(pool);
    const { rows } = await pool.query<Letter>(
      `SELECT topic, partition, record_offset AS "offset", record_timestamp AS timestamp, producer FROM dead_letter
        ORDER BY record_timestamp DESC, topic COLLATE "C" DESC, partition DESC, record_offset DESC LIMIT ${window}`,
    );
    const bad = await badAmongLast(window, rows, positions, remembering(offsetsSince), tolerated);
    const last = rows[0];
    if (bad === 0 || !last)
      await pool.query(`UPDATE alarm SET cleared_at = $1 WHERE kind = 'bad-records' AND cleared_at IS NULL`, [clock()]);
    else
      await pool.query(
        `INSERT INTO alarm (kind, detail, since, last_at) VALUES ('bad-records', $1, $2, $3)
         ON CONFLICT (kind) DO UPDATE SET detail = $1, last_at = $3, cleared_at = NULL,
           since = CASE WHEN alarm.cleared_at IS NULL THEN alarm.since ELSE $2 END`,
        [sentence(rows.slice(0, bad)), clock(), last.timestamp],
      );
  }

  private async lookIfRaised(): Promise<void> {
    const { rowCount } = await this.options.pool.query(
      `SELECT FROM alarm WHERE kind = 'bad-records' AND cleared_at IS NULL`,
    );
    if (rowCount) await this.look();
  }

  private tick(): void {
    const isTime = performance.now() - this.lastLook > lookAnywayMs;
    if (this.running || !(this.isDue || isTime)) return;
    const isDue = this.isDue;
    this.isDue = false;
    this.lastLook = performance.now();
    this.running = (isDue ? this.look() : this.lookIfRaised())
      .catch((error: unknown) => {
        this.isDue = true;
        this.options.onError(error);
      })
      .finally(() => (this.running = undefined));
  }
}

function sentence(bad: readonly Letter[]): string {
  const byProducer = [...Map.groupBy(bad, ({ producer }) => producer ?? 'unknown')]
    .map(([producer, { length }]) => ({ producer, length }))
    .sort((a, b) => b.length - a.length || (a.producer < b.producer ? -1 : 1));
  const named = byProducer.slice(0, mostNamed).map(({ producer, length }) => `${producer} (${length})`);
  const others = byProducer.length - named.length;
  return `${bad.length} of the last 1,000 records are no valid events; from: ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}.`;
}

/** Asks for each moment once. */
function remembering(ask: OffsetsSince): OffsetsSince {
  const known = new Map<number, ReturnType<OffsetsSince>>();
  return (timestamp) => {
    const answer = known.get(timestamp) ?? ask(timestamp);
    known.set(timestamp, answer);
    return answer;
  };
}
