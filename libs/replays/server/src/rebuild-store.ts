import type { RuleSet } from '@tq/events';
import { migrate, type Pool, type Queryable } from '@tq/platform/postgres';
import type { Comparison, Rebuild, RebuildKind, RebuildState, Wanted } from './rebuild';
import { rebuildSteps } from './tables';

/** The channel on which a request, or a command to a running rebuild, is told; the payload is its id. */
export const rebuildChannel = 'tq_rebuild';

/** Held by whoever does a rebuild, on a connection of its own: there is one at a time. */
export const rebuildLock = 7_216_001;

/** The request does not fit what is there: one sentence for the person who asked. */
export class RebuildRefused extends Error {}

const columns = `id, kind, state, runner, wanted, even_if_different AS "evenIfDifferent", dry_run AS "dryRun",
  requested_by AS "requestedBy", requested_at AS "requestedAt", time_zone AS "timeZone", from_version AS "fromVersion",
  to_version AS "toVersion", rules, known_at AS "knownAt", folded, total, per_second AS "perSecond", problem, comparison,
  updated_at AS "updatedAt", ended_at AS "endedAt"`;

export interface RebuildRequest {
  readonly kind: RebuildKind;
  readonly runner: Rebuild['runner'];
  readonly requestedBy: string;
  readonly timeZone: string;
  readonly fromVersion: number;
  readonly toVersion?: number;
  readonly dryRun?: boolean;
  readonly evenIfDifferent?: boolean;
  readonly rules?: RuleSet;
  /** Epoch milliseconds. */
  readonly knownAt?: number;
}

/** Rebuilds as they are kept. Whoever changes one tells it, so that whoever does it looks. */
export class RebuildStore {
  constructor(
    private readonly db: Queryable,
    private readonly clock: () => number = Date.now,
  ) {}

  static async ensure(pool: Pool): Promise<void> {
    await migrate(pool, 'tq', rebuildSteps);
  }

  /** The one that has not ended. */
  async current(): Promise<Rebuild | null> {
    const { rows } = await this.db.query<Rebuild>(`SELECT ${columns} FROM tq.rebuild WHERE ended_at IS NULL`);
    return rows[0] ?? null;
  }

  async byId(id: number): Promise<Rebuild | null> {
    const { rows } = await this.db.query<Rebuild>(`SELECT ${columns} FROM tq.rebuild WHERE id = $1`, [id]);
    return rows[0] ?? null;
  }

  /** Those that have ended, newest first. */
  async past(limit: number): Promise<Rebuild[]> {
    const { rows } = await this.db.query<Rebuild>(
      `SELECT ${columns} FROM tq.rebuild WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT $1`,
      [limit],
    );
    return rows;
  }

  /** @throws RebuildRefused where another has not ended */
  async request(request: RebuildRequest): Promise<Rebuild> {
    const now = this.clock();
    const { rows } = await this.db.query<Rebuild>(
      `INSERT INTO tq.rebuild (kind, state, runner, requested_by, requested_at, time_zone, from_version, to_version,
         dry_run, even_if_different, rules, known_at, updated_at)
       VALUES ($1, 'waiting', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $4) ON CONFLICT DO NOTHING RETURNING ${columns}`,
      [
        request.kind,
        request.runner,
        request.requestedBy,
        now,
        request.timeZone,
        request.fromVersion,
        request.toVersion ?? null,
        request.dryRun ?? false,
        request.evenIfDifferent ?? false,
        request.rules ? JSON.stringify(request.rules) : null,
        request.knownAt ?? null,
      ],
    );
    const made = rows[0];
    if (!made) throw new RebuildRefused('Another rebuild has not ended: wait for it, or cancel it first.');
    await this.tell(made.id);
    return made;
  }

  /** Asks whoever does it for something, and gives it to `runner` where nobody does. */
  async want(
    id: number,
    wanted: Wanted,
    options: { runner?: Rebuild['runner']; evenIfDifferent?: boolean } = {},
  ): Promise<void> {
    // prettier-ignore
    await this.db.query(
      `UPDATE tq.rebuild SET wanted = $2, even_if_different = coalesce($3, even_if_different), runner = coalesce($4, runner)
       WHERE id = $1 AND ended_at IS NULL`,
      [id, wanted, options.evenIfDifferent ?? null, options.runner ?? null],
    );
    await this.tell(id);
  }

  /** Puts one that is paused, failed or orphaned back to whoever takes it. */
  async resume(id: number, runner: Rebuild['runner'], evenIfDifferent?: boolean): Promise<void> {
    await this.db.query(
      `UPDATE tq.rebuild SET state = 'waiting', wanted = NULL, problem = NULL, runner = $2, updated_at = $3,
         even_if_different = coalesce($4, even_if_different)
       WHERE id = $1 AND ended_at IS NULL`,
      [id, runner, this.clock(), evenIfDifferent ?? null],
    );
    await this.tell(id);
  }

  async set(
    id: number,
    change: {
      state?: RebuildState;
      toVersion?: number;
      folded?: number;
      total?: number;
      perSecond?: number | null;
      problem?: string | null;
      comparison?: Comparison | null;
      wanted?: null;
      ended?: boolean;
    },
  ): Promise<void> {
    // prettier-ignore
    const values: unknown[] = [id, this.clock()];
    const sets = ['updated_at = $2'];
    const put = (column: string, value: unknown): void => void sets.push(`${column} = $${values.push(value)}`);
    if (change.state !== undefined) put('state', change.state);
    if (change.toVersion !== undefined) put('to_version', change.toVersion);
    if (change.folded !== undefined) put('folded', change.folded);
    if (change.total !== undefined) put('total', change.total);
    if (change.perSecond !== undefined) put('per_second', change.perSecond);
    if (change.problem !== undefined) put('problem', change.problem);
    if (change.comparison !== undefined) put('comparison', change.comparison && JSON.stringify(change.comparison));
    if (change.wanted !== undefined) put('wanted', null);
    if (change.ended) put('ended_at', this.clock());
    await this.db.query(`UPDATE tq.rebuild SET ${sets.join(', ')} WHERE id = $1`, values);
    if (change.state !== undefined) await this.tell(id);
  }

  /** Whether a process is at it now. */
  async isBeingDone(): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = $1 AND granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [rebuildLock],
    );
    return (rowCount ?? 0) > 0;
  }

  private async tell(id: number): Promise<void> {
    await this.db.query('SELECT pg_notify($1, $2)', [rebuildChannel, String(id)]);
  }
}
