import type { RiskLevel } from '@tq/events';
import type { Projection, Queryable } from '@tq/platform/postgres';
import { dayText, type Day } from '@tq/sessions/core';
import { loadPast } from './histories';

/** `YYYY-MM-DD`; null where the level holds for longer than we look back. */
export type LevelSince = string | null;

const daysBack = 90;

/** Since which day tutors have had the level that they have as of a day, without a break. */
export async function levelSinceOf(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  state: { readonly asOf: Day; readonly refreshedAt: number },
  tutors: readonly { readonly tutorId: string; readonly riskLevel: RiskLevel }[],
): Promise<Map<string, LevelSince>> {
  const from = state.asOf - daysBack + 1;
  const past = await loadPast(
    db,
    projection,
    tutors.map(({ tutorId }) => tutorId),
    { from, to: state.asOf, now: state.refreshedAt },
  );
  return new Map(
    tutors.map(({ tutorId, riskLevel }) => {
      let since = state.asOf;
      while (since > from && past.standing(tutorId, since - 1)?.riskLevel === riskLevel) since--;
      return [tutorId, since === from ? null : dayText(since)];
    }),
  );
}
