import { AsyncLocalStorage } from 'node:async_hooks';
import { activeProjection, type Projection } from './projection';
import type { Pool } from './pool';

const freshMs = 5000;

/** The version that a piece of work reads, once it is known. */
interface Reading {
  projection: Projection | undefined;
}

/** What readers need: a pool, and which version of the projection they read. */
export class ReadDatabase {
  private readonly readings = new AsyncLocalStorage<Reading>();
  private known: { projection: Projection; readAt: number } | undefined;
  private adopted: Projection | undefined;

  constructor(readonly pool: Pool) {}

  /**
   * The version to read: within {@link asOne} always the same; else the adopted one, and before there is one, the active
   * one (asked every 5 s at most).
   * @throws NoProjection before the first start of scoring
   */
  async projection(): Promise<Projection> {
    const reading = this.readings.getStore();
    if (reading?.projection) return reading.projection;
    const projection = this.adopted ?? (await this.active(freshMs));
    if (projection === null) throw new NoProjection();
    if (!reading) return projection;
    return (reading.projection ??= projection);
  }

  /** The active version as of at most `ageMs` ago; null before the first start of scoring. */
  async active(ageMs: number): Promise<Projection | null> {
    const now = Date.now();
    if (this.known !== undefined && now - this.known.readAt < ageMs) return this.known.projection;
    const projection = await activeProjection(this.pool);
    if (projection !== null) this.known = { projection, readAt: now };
    return projection;
  }

  /** From now on this version is read: whoever keeps something of it in memory says when all of that is there. */
  adopt(projection: Projection): void {
    this.adopted = projection;
  }

  /** Whatever `work` reads is of one version, also when another is adopted meanwhile: the one before is kept. */
  asOne<T>(work: () => T): T {
    return this.readings.run({ projection: this.adopted }, work);
  }

  /** The version that the work around this reads; undefined outside of {@link asOne} and before it has read anything. */
  get pinned(): Projection | undefined {
    return this.readings.getStore()?.projection;
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
