import type { RiskLevel } from '@tq/events';
import type { Projection, Queryable } from '@tq/platform/postgres';
import { dayText, type Day } from '@tq/sessions/core';
import { loadPast, type Past } from './histories';

/** `YYYY-MM-DD`; null where the level holds for longer than we look back. */
export type LevelSince = string | null;

/** The day whose level is asked for, and by which clock the rules of a day that is not over are chosen. */
export interface LevelSinceState {
  readonly asOf: Day;
  /** Epoch milliseconds. */
  readonly refreshedAt: number;
}

interface Leveled {
  readonly tutorId: string;
  readonly riskLevel: RiskLevel;
}

const daysBack = 90;

/** Since which day tutors have had the level that they have as of a day, without a break. */
export async function levelSinceOf(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  state: LevelSinceState,
  tutors: readonly Leveled[],
): Promise<Map<string, LevelSince>> {
  const past = await pastOf(db, projection, state, tutors);
  return new Map(
    tutors.map(({ tutorId, riskLevel }) => [
      tutorId,
      textOf(sinceOf(past, tutorId, riskLevel, state.asOf), state.asOf),
    ]),
  );
}

/**
 * The same for the same tutors again and again within a day: what stood until yesterday is remembered, until a late
 * fact about the tutor changes it.
 */
export class LevelSinceMemory {
  private asOf: Day | undefined;
  private ruleSetVersion: number | undefined;
  private readonly yesterdays = new Map<string, { readonly level: RiskLevel | undefined; readonly since: Day }>();

  /** Facts about days before today came for these tutors. */
  forget(tutorIds: Iterable<string>): void {
    for (const tutorId of tutorIds) this.yesterdays.delete(tutorId);
  }

  clear(): void {
    this.yesterdays.clear();
  }

  /** @param prepare runs before anything has to be worked out anew */
  async of(
    db: Queryable,
    projection: Pick<Projection, 'schema' | 'timeZone'>,
    state: LevelSinceState & { readonly ruleSetVersion: number },
    tutors: readonly Leveled[],
    prepare: () => Promise<void>,
  ): Promise<Map<string, LevelSince>> {
    if (this.asOf !== state.asOf || this.ruleSetVersion !== state.ruleSetVersion) this.yesterdays.clear();
    this.asOf = state.asOf;
    this.ruleSetVersion = state.ruleSetVersion;
    const unknown = tutors.filter(({ tutorId }) => !this.yesterdays.has(tutorId));
    if (unknown.length > 0) {
      await prepare();
      const past = await pastOf(db, projection, state, unknown);
      for (const { tutorId } of unknown) {
        const level = past.standing(tutorId, state.asOf - 1)?.riskLevel;
        const since = level ? sinceOf(past, tutorId, level, state.asOf - 1) : state.asOf;
        this.yesterdays.set(tutorId, { level, since });
      }
    }
    return new Map(
      tutors.map(({ tutorId, riskLevel }) => {
        const yesterday = this.yesterdays.get(tutorId);
        const since = yesterday?.level === riskLevel ? yesterday.since : state.asOf;
        return [tutorId, textOf(since, state.asOf)];
      }),
    );
  }
}

function pastOf(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  { asOf, refreshedAt }: LevelSinceState,
  tutors: readonly Leveled[],
): Promise<Past> {
  const ids = tutors.map(({ tutorId }) => tutorId);
  return loadPast(db, projection, ids, { from: asOf - daysBack + 1, to: asOf, now: refreshedAt });
}

function sinceOf(past: Past, tutorId: string, level: RiskLevel, day: Day): Day {
  let since = day;
  while (past.standing(tutorId, since - 1)?.riskLevel === level && day - since < daysBack) since--;
  return since;
}

const textOf = (since: Day, asOf: Day): LevelSince => (since <= asOf - daysBack + 1 ? null : dayText(since));
