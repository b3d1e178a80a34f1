import type { RiskLevel, ScoreCard } from '@tq/events';
import type { Projection, Queryable } from '@tq/platform/postgres';
import { dayText, type Day } from '@tq/sessions/core';
import { type HistoryDay, loadPast, type PriorsOfDays } from '../histories';
import { sparklinesOf } from '../sparklines.query';
import type { TutorItem } from './tutor-item.dto';
import { yieldNow } from './yield-now';

/** What a row of the list says besides the score card. */
export interface TutorExtras {
  /** The level of which `levelSince` speaks. */
  readonly riskLevel: RiskLevel | null;
  readonly levelSince: string | null;
  readonly upcomingSessions: number;
  readonly sparkline: (number | null)[];
  /** How the tutor stood at the end of the day before; undefined where nothing was known of them yet. */
  readonly dayBefore: Pick<HistoryDay, 'riskLevel' | 'needsYou'> | undefined;
}

export const noExtras: TutorExtras = {
  riskLevel: null,
  levelSince: null,
  upcomingSessions: 0,
  sparkline: new Array<null>(12).fill(null),
  dayBefore: undefined,
};

/** The row of the list: exactly the score card, and what is said besides. */
export function tutorItemOf(
  card: ScoreCard,
  { levelSince, upcomingSessions, sparkline, dayBefore }: TutorExtras,
): TutorItem {
  return {
    ...card,
    levelSince,
    newSinceYesterday: card.needsYou && dayBefore?.needsYou !== true,
    upcomingSessions,
    sparkline,
  };
}

const daysBack = 90;
const weekMs = 7 * 86_400_000;
/** Their last 180 days are in memory at once, and are read in one go: requests wait for that. */
const tutorsAtOnce = 50;

export interface ExtrasRequest {
  readonly asOf: Day;
  /** Epoch ms, from which on sessions are upcoming. */
  readonly now: number;
  readonly priors: PriorsOfDays;
  /** What was found before on that day: since when a level holds is taken from it while the level is the same. */
  readonly known: ReadonlyMap<string, TutorExtras>;
}

/**
 * The extras of some tutors as of a day. How long a level holds is followed for those on high and watch, and for those
 * whose level is new: it is long work, and nobody asks it of the others.
 */
export async function extrasOf(
  db: Queryable,
  projection: Projection,
  cards: readonly ScoreCard[],
  request: ExtrasRequest,
): Promise<Map<string, TutorExtras>> {
  const extras = new Map<string, TutorExtras>();
  const upcoming = await upcomingOf(db, projection.schema, cards, request.now);
  const isSettled = ({ tutorId, riskLevel }: ScoreCard): boolean => request.known.get(tutorId)?.riskLevel === riskLevel;
  const groups = [
    { some: cards.filter(isSettled), days: 2 },
    { some: cards.filter((card) => !isSettled(card)), days: daysBack },
  ];
  for (const { some, days } of groups) {
    for (let i = 0; i < some.length; i += tutorsAtOnce) {
      await addExtras(extras, db, projection, some.slice(i, i + tutorsAtOnce), days, request, upcoming);
    }
  }
  return extras;
}

async function addExtras(
  extras: Map<string, TutorExtras>,
  db: Queryable,
  projection: Projection,
  cards: readonly ScoreCard[],
  days: number,
  { asOf, now, priors, known }: ExtrasRequest,
  upcoming: ReadonlyMap<string, number>,
): Promise<void> {
  const ids = cards.map(({ tutorId }) => tutorId);
  const past = await loadPast(db, projection, ids, { from: asOf - days + 1, to: asOf, now, priors });
  const sparklines = await sparklinesOf(db, projection.schema, asOf, ids);
  for (const card of cards) {
    const { tutorId, riskLevel } = card;
    const dayBefore = past.standing(tutorId, asOf - 1);
    const isFollowed = riskLevel === 'high' || riskLevel === 'watch' || dayBefore?.riskLevel !== riskLevel;
    const before = days < daysBack ? known.get(tutorId) : undefined;
    extras.set(tutorId, {
      riskLevel,
      levelSince: before
        ? before.levelSince
        : isFollowed
          ? sinceOf(card, asOf, (day) => past.standing(tutorId, day))
          : null,
      upcomingSessions: upcoming.get(tutorId) ?? 0,
      sparkline: sparklines.get(tutorId) ?? noExtras.sparkline,
      dayBefore,
    });
    await yieldNow();
  }
}

function sinceOf({ riskLevel }: ScoreCard, asOf: Day, standing: (day: Day) => HistoryDay | undefined): string | null {
  const oldest = asOf - daysBack + 1;
  let since = asOf;
  while (since > oldest && standing(since - 1)?.riskLevel === riskLevel) since--;
  return since === oldest ? null : dayText(since);
}

async function upcomingOf(
  db: Queryable,
  schema: string,
  cards: readonly ScoreCard[],
  now: number,
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ tutor_id: string; n: number }>(
    `SELECT tutor_id, count(*) AS n FROM ${schema}.session
      WHERE state = 'open' AND starts_at >= $1 AND starts_at < $2 AND tutor_id = ANY ($3) GROUP BY tutor_id`,
    [now, now + weekMs, cards.map(({ tutorId }) => tutorId)],
  );
  return new Map(rows.map((row) => [row.tutor_id, row.n]));
}
