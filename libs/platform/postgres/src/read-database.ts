import { activeProjection, type Projection } from './projection';
import type { Pool } from './pool';

const freshMs = 5000;

/** What readers need: a pool, and which version of the projection is the active one (asked every 5 s at most). */
export class ReadDatabase {
  private known: { projection: Projection; readAt: number } | undefined;

  constructor(readonly pool: Pool) {}

  /** @throws NoProjection before the first start of scoring */
  async projection(): Promise<Projection> {
    const now = Date.now();
    if (this.known !== undefined && now - this.known.readAt < freshMs) return this.known.projection;
    const projection = await activeProjection(this.pool);
    if (projection === null) throw new NoProjection();
    this.known = { projection, readAt: now };
    return projection;
  }
}

/** There is nothing to read yet: scoring has never run on this database. */
export class NoProjection extends Error {
  /** The answer of HTTP services. */
  readonly status = 503;

  constructor() {
    super('Nothing has been scored yet: the scoring service has not made its tables.');
    this.name = 'NoProjection';
  }
}
