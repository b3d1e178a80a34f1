import type { ScoreCard } from '@tq/events';
import type { Projection, Queryable } from '@tq/platform/postgres';
import type { Comparison, Difference, DifferingTutor, Totals } from './rebuild';

/** One version within a snapshot of the database, with its cards of today. */
export interface Side {
  readonly db: Queryable;
  readonly version: Projection;
  readonly cards: readonly ScoreCard[];
}

const counts = ['counted', 'tutor_moved', 'held', 'missed', 'tutor_cancelled', 'moves_tutor', 'moves_student', 'moves_platform', 'first_missed'] as const; // prettier-ignore
const isCounted = `(${counts.map((name) => `${name} <> 0`).join(' OR ')})`;

/** What each tutor's rows of a table come to: the same rows in any order give the same digest. */
const digested = {
  facts: ['fact', 'source, id, type, at, learned_at, stands_at, session_id, target_id, corrected_by, retracted, excused, data, stands_data', 'true'], // prettier-ignore
  sessions: ['session', 'session_id, state, student_id, lesson_subject, is_first, starts_at, ends_at, moves, move_list, closed_at, closed_by, excused, received_at', 'true'], // prettier-ignore
  days: ['tutor_day', `day, ${counts.join(', ')}`, isCounted],
  tutor: ['tutor', 'first_at, name, email, time_zone, lesson_subjects, departed_at', 'first_at IS NOT NULL'],
} as const;
type Part = keyof typeof digested;
const parts = Object.keys(digested) as Part[];

const mostItems = 200;
const mostDifferences = 50;
const tutorsAtATime = 500;

/**
 * Compares two versions that hold the same log: every tutor's facts, sessions, days and cards.
 * @param records how many records of the log both hold
 * @param now epoch milliseconds
 */
export async function compare(active: Side, rebuilt: Side, records: number, now: number): Promise<Comparison> {
  const [was, is] = [await digestsOf(active), await digestsOf(rebuilt)];
  const cards = { active: byTutor(active.cards), rebuilt: byTutor(rebuilt.cards) };
  const tutorIds = new Set([...was.keys(), ...is.keys(), ...cards.active.keys(), ...cards.rebuilt.keys()]);
  const byCards = new Map<string, Difference[]>();
  const byRows = new Map<string, Part[]>();
  for (const tutorId of tutorIds) {
    const ofCards = cardDifferences(cards.active.get(tutorId), cards.rebuilt.get(tutorId));
    if (ofCards.length > 0) byCards.set(tutorId, ofCards);
    const [a, b] = [was.get(tutorId), is.get(tutorId)];
    const others = parts.filter((part) => a?.[part] !== b?.[part]);
    if (others.length > 0) byRows.set(tutorId, others);
  }
  const byDays = await dayDifferences(active, rebuilt, [...byRows].filter(([, others]) => others.includes('days')).map(([tutorId]) => tutorId)); // prettier-ignore
  const isOtherLevel = (tutorId: string): boolean => byCards.get(tutorId)?.some(({ field }) => field === 'riskLevel') === true; // prettier-ignore
  const differing = [...new Set([...byCards.keys(), ...byRows.keys()])].sort(
    (a, b) => Number(isOtherLevel(b)) - Number(isOtherLevel(a)) || (a < b ? -1 : 1),
  );
  const items: DifferingTutor[] = [];
  for (const tutorId of differing.slice(0, mostItems)) {
    const others = (byRows.get(tutorId) ?? []).filter((part) => part !== 'days');
    const differences = [
      ...(byCards.get(tutorId) ?? []),
      ...(byDays.get(tutorId) ?? []),
      ...(others.length > 0 ? await rowDifferences(active, rebuilt, tutorId, others) : []),
    ];
    const name = (cards.rebuilt.get(tutorId) ?? cards.active.get(tutorId))?.name ?? null;
    items.push({ tutorId, name, differences: differences.slice(0, mostDifferences) });
  }
  return {
    tutors: tutorIds.size,
    differingTutors: differing.length,
    counts: [...byDays.values()].reduce((sum, { length }) => sum + length, 0),
    levels: differing.filter(isOtherLevel).length,
    at: new Date(now).toISOString(),
    records,
    totals: { active: await totalsOf(active), rebuilt: await totalsOf(rebuilt) },
    items,
  };
}

const byTutor = (cards: readonly ScoreCard[]): Map<string, ScoreCard> =>
  new Map(cards.map((card) => [card.tutorId, card]));

async function digestsOf({ db, version }: Side): Promise<Map<string, Partial<Record<Part, string>>>> {
  const digests = new Map<string, Partial<Record<Part, string>>>();
  for (const part of parts) {
    const [table, row, condition] = digested[part];
    const { rows } = await db.query<{ tutor_id: string; digest: string }>(
      `SELECT tutor_id, count(*) || ' ' || bit_xor(hash_record_extended(ROW(${row}), 0)) AS digest
       FROM ${version.schema}.${table} WHERE ${condition} GROUP BY tutor_id`,
    );
    for (const { tutor_id, digest } of rows) {
      const known = digests.get(tutor_id);
      if (known) known[part] = digest;
      else digests.set(tutor_id, { [part]: digest });
    }
  }
  return digests;
}

/** What readers see of a tutor in one version and not in the other. Exported for its spec. */
export function cardDifferences(active: ScoreCard | undefined, rebuilt: ScoreCard | undefined): Difference[] {
  const [was, is] = [figuresOf(active), figuresOf(rebuilt)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, active: was.get(field) ?? null, rebuilt: is.get(field) ?? null }))
    .filter((one) => one.active !== one.rebuilt);
}

function figuresOf(card: ScoreCard | undefined): Map<string, string | number | boolean | null> {
  const figures = new Map<string, string | number | boolean | null>();
  if (!card) return figures;
  figures.set('riskLevel', card.riskLevel).set('needsYou', card.needsYou).set('score', card.score);
  figures.set('priority', card.priority).set('name', card.name).set('departedAt', card.departedAt);
  for (const [days, window] of Object.entries(card.windows))
    for (const [name, value] of Object.entries(window))
      if (typeof value === 'number' || value === null) figures.set(`${days} days ${name}`, value);
      else for (const [by, moves] of Object.entries(value)) figures.set(`${days} days ${name} ${by}`, moves);
  return figures;
}

type DayRow = { tutor_id: string; day: string } & Record<string, number | string>;

async function dayDifferences(
  active: Side,
  rebuilt: Side,
  tutorIds: readonly string[],
): Promise<Map<string, Difference[]>> {
  // prettier-ignore
  const found = new Map<string, Difference[]>();
  for (let i = 0; i < tutorIds.length; i += tutorsAtATime) {
    const some = tutorIds.slice(i, i + tutorsAtATime);
    const [was, is] = [await daysOf(active, some), await daysOf(rebuilt, some)];
    for (const key of [...new Set([...was.keys(), ...is.keys()])].sort()) {
      const [a, b] = [was.get(key), is.get(key)];
      const { tutor_id: tutorId, day } = (a ?? b) as DayRow;
      for (const name of counts) {
        const [before, after] = [Number(a?.[name] ?? 0), Number(b?.[name] ?? 0)];
        if (before === after) continue;
        const differences = found.get(tutorId) ?? [];
        found.set(tutorId, differences);
        differences.push({ field: `${day} ${name}`, active: before, rebuilt: after });
      }
    }
  }
  return found;
}

async function daysOf({ db, version }: Side, tutorIds: readonly string[]): Promise<Map<string, DayRow>> {
  const { rows } = await db.query<DayRow>(
    `SELECT tutor_id, (date '1970-01-01' + day)::text AS day, ${counts.join(', ')} FROM ${version.schema}.tutor_day
     WHERE tutor_id = ANY ($1) AND ${isCounted}`,
    [tutorIds],
  );
  return new Map(rows.map((row) => [`${row.tutor_id} ${row.day}`, row]));
}

/** Rows of one tutor that are in one version only, named by their key. */
async function rowDifferences(
  active: Side,
  rebuilt: Side,
  tutorId: string,
  others: readonly Part[],
): Promise<Difference[]> {
  // prettier-ignore
  const differences: Difference[] = [];
  for (const part of others) {
    const [was, is] = [await rowsOf(active, part, tutorId), await rowsOf(rebuilt, part, tutorId)];
    for (const key of [...new Set([...was.keys(), ...is.keys()])].sort())
      if (was.get(key) !== is.get(key))
        differences.push({ field: key, active: was.get(key) ?? null, rebuilt: is.get(key) ?? null });
    if (differences.length > mostDifferences) break;
  }
  return differences;
}

const keyOfPart = { facts: `'fact ' || source || ' ' || id`, sessions: `'session ' || session_id`, days: `'day'`, tutor: `'tutor'` } as const; // prettier-ignore

async function rowsOf({ db, version }: Side, part: Part, tutorId: string): Promise<Map<string, string>> {
  const [table, row, condition] = digested[part];
  const { rows } = await db.query<{ key: string; row: string }>(
    `SELECT ${keyOfPart[part]} AS key, left(ROW(${row})::text, 500) AS row FROM ${version.schema}.${table}
     WHERE tutor_id = $1 AND ${condition}`,
    [tutorId],
  );
  return new Map(rows.map(({ key, row }) => [key, row]));
}

async function totalsOf({ db, version }: Side): Promise<Totals> {
  const { rows } = await db.query<Totals>(
    `SELECT ${counts.map((name) => `coalesce(sum(${name}), 0)::bigint AS ${name}`).join(', ')},
       (SELECT count(*) FROM ${version.schema}.fact) AS facts, (SELECT count(*) FROM ${version.schema}.session) AS sessions
     FROM ${version.schema}.tutor_day`,
  );
  return rows[0] ?? {};
}
