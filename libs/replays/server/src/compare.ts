import { compareCodePoints, type ScoreCard } from '@tq/events';
import type { Projection, Queryable } from '@tq/platform/postgres';
import type { Cards } from './craft';
import type { Comparison, Difference, DifferingTutor, Totals } from './rebuild';

/** One version within a snapshot of the database, with its cards of today. */
export interface Side {
  readonly db: Queryable;
  readonly version: Projection;
  readonly cards: Cards;
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
  const tutorIds = new Set([...was.keys(), ...is.keys()]);
  const byCards = await otherCards(active.cards, rebuilt.cards, tutorIds);
  const byRows = new Map<string, Part[]>();
  for (const tutorId of tutorIds) {
    const [a, b] = [was.get(tutorId), is.get(tutorId)];
    const others = parts.filter((part) => a?.[part] !== b?.[part]);
    if (others.length > 0) byRows.set(tutorId, others);
  }
  const { levels } = byCards;
  const differing = [...new Set([...levels, ...byCards.others, ...byRows.keys()])].sort(
    (a, b) => Number(levels.has(b)) - Number(levels.has(a)) || compareCodePoints(a, b),
  );
  const shown = differing.slice(0, mostItems);
  const otherDays = [...byRows].filter(([, others]) => others.includes('days')).map(([tutorId]) => tutorId);
  const byDays = await dayDifferences(active, rebuilt, otherDays, new Set(shown));
  const others = shown.filter((tutorId) => !byCards.shown.has(tutorId));
  const names = new Map([...(await namesOf(active, others)), ...(await namesOf(rebuilt, others))]);
  const items: DifferingTutor[] = [];
  for (const tutorId of shown) {
    const otherRows = (byRows.get(tutorId) ?? []).filter((part) => part !== 'days');
    const { name, differences: ofCards } = byCards.shown.get(tutorId) ?? { name: names.get(tutorId) ?? null, differences: [] }; // prettier-ignore
    const differences = [
      ...ofCards,
      ...(byDays.shown.get(tutorId) ?? []),
      ...(otherRows.length > 0 ? await rowDifferences(active, rebuilt, tutorId, otherRows) : []),
    ];
    items.push({ tutorId, name, differences: differences.slice(0, mostDifferences) });
  }
  return {
    tutors: tutorIds.size,
    differingTutors: differing.length,
    counts: byDays.count,
    levels: levels.size,
    at: new Date(now).toISOString(),
    records,
    totals: { active: await totalsOf(active), rebuilt: await totalsOf(rebuilt) },
    items,
  };
}

/** Tutors whose cards differ. */
interface OtherCards {
  /** Whose level does. */
  readonly levels: ReadonlySet<string>;
  /** Whose level does not. */
  readonly others: ReadonlySet<string>;
  /** Of the first of both: what differs. Nobody looks at more, and those of a hundred thousand tutors are too many. */
  readonly shown: ReadonlyMap<string, Pick<DifferingTutor, 'name' | 'differences'>>;
}

/** @param tutorIds gets those who have a card @param most how many of both are shown. Exported for its spec. */
export async function otherCards(
  active: Cards,
  rebuilt: Cards,
  tutorIds: Set<string>,
  most = mostItems,
): Promise<OtherCards> {
  const [levels, others] = [new Set<string>(), new Set<string>()];
  const shown: Map<string, Pick<DifferingTutor, 'name' | 'differences'>> = new Map();
  for await (const [was, is] of sideBySide(active, rebuilt)) {
    const { tutorId, name } = (is ?? was) as ScoreCard;
    tutorIds.add(tutorId);
    const differences = cardDifferences(was, is);
    if (differences.length === 0) continue;
    const of = differences.some(({ field }) => field === 'riskLevel') ? levels : others;
    if (of.size < most) shown.set(tutorId, { name, differences });
    of.add(tutorId);
  }
  return { levels, others, shown };
}

/** The cards of each tutor in both versions. Exported for its spec. */
export async function* sideBySide(
  active: Cards,
  rebuilt: Cards,
): AsyncGenerator<readonly [was: ScoreCard | undefined, is: ScoreCard | undefined], void, void> {
  const [before, after] = [oneByOne(active), oneByOne(rebuilt)];
  let [was, is] = [await before.next(), await after.next()];
  while (was.value || is.value) {
    const order = !was.value ? 1 : !is.value ? -1 : compareCodePoints(was.value.tutorId, is.value.tutorId);
    yield [order <= 0 ? was.value : undefined, order >= 0 ? is.value : undefined];
    if (order <= 0) was = await before.next();
    if (order >= 0) is = await after.next();
  }
}

async function* oneByOne(cards: Cards): AsyncGenerator<ScoreCard, undefined, void> {
  for await (const part of cards) yield* part;
  return undefined;
}

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

/** @param shownIds of whom not only the number is wanted */
async function dayDifferences(
  active: Side,
  rebuilt: Side,
  tutorIds: readonly string[],
  shownIds: ReadonlySet<string>,
): Promise<{ count: number; shown: ReadonlyMap<string, readonly Difference[]> }> {
  let count = 0;
  const shown = new Map<string, Difference[]>();
  for (let i = 0; i < tutorIds.length; i += tutorsAtATime) {
    const some = tutorIds.slice(i, i + tutorsAtATime);
    const [was, is] = [await daysOf(active, some), await daysOf(rebuilt, some)];
    for (const key of [...new Set([...was.keys(), ...is.keys()])].sort()) {
      const [a, b] = [was.get(key), is.get(key)];
      const { tutor_id: tutorId, day } = (a ?? b) as DayRow;
      for (const name of counts) {
        const [before, after] = [Number(a?.[name] ?? 0), Number(b?.[name] ?? 0)];
        if (before === after) continue;
        count += 1;
        if (!shownIds.has(tutorId)) continue;
        const differences = shown.get(tutorId) ?? [];
        shown.set(tutorId, differences);
        differences.push({ field: `${day} ${name}`, active: before, rebuilt: after });
      }
    }
  }
  return { count, shown };
}

async function namesOf({ db, version }: Side, tutorIds: readonly string[]): Promise<[tutorId: string, name: string][]> {
  const { rows } = await db.query<{ tutor_id: string; name: string }>(
    `SELECT tutor_id, name FROM ${version.schema}.tutor WHERE tutor_id = ANY ($1) AND name IS NOT NULL`,
    [tutorIds],
  );
  return rows.map(({ tutor_id, name }) => [tutor_id, name]);
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
