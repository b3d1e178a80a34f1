import type { Queryable } from '@tq/platform/postgres';
import { compareCodePoints } from '@tq/events';
import { byTime, resolve, type Fact, type KnownEvent } from '@tq/sessions/core';
import type { KnownTutor } from './tutors.query';

export interface KnownRequest {
  /** Facts before it stand on or before the day: the day's end, epoch milliseconds. */
  readonly before: number;
  /** Only what was known then, epoch milliseconds. */
  readonly knownAt: number;
  /** Of these tutors only; null: all. */
  readonly tutorIds: readonly string[] | null;
  /** Tutors of whom something was counted until then, of whom a fact stands for sure. */
  readonly counted: { has(tutorId: string): boolean };
}

/** The tutors of whom anything was known at an instant (epoch milliseconds), in the order of their ids. */
export async function tutorIdsLearned(db: Queryable, schema: string, knownAt: number): Promise<string[]> {
  const { rows } = await db.query<{ tutor_id: string }>(
    `SELECT tutor_id FROM ${schema}.tutor WHERE first_learned_at <= $1 ORDER BY tutor_id`,
    [knownAt],
  );
  return rows.map((row) => row.tutor_id);
}

const life = `('tutoring.tutor.registered.v1', 'tutoring.tutor.departed.v1')`;

/**
 * The tutors of whom a fact stood before an instant as it was known at another, with name and departure as known then,
 * in the order of their ids. Most are told by what was counted or by their own few facts; of the others it is asked
 * whether any fact stood that nobody spoke of since, and only then the amended ones are resolved.
 */
export async function tutorsKnown(db: Queryable, schema: string, request: KnownRequest): Promise<KnownTutor[]> {
  const { before, knownAt, tutorIds, counted } = request;
  const { rows } = await db.query<{ tutor_id: string }>(
    `SELECT tutor_id FROM ${schema}.tutor WHERE first_learned_at <= $1 ${tutorIds === null ? '' : 'AND tutor_id = ANY ($2)'}`,
    tutorIds === null ? [knownAt] : [knownAt, tutorIds],
  );
  const lives = await livesOf(db, schema, request);
  const open = rows.map((row) => row.tutor_id).filter((id) => !counted.has(id) && !lives.has(id));
  const standing = await withStandingFact(db, schema, open, before, knownAt);
  return rows
    .map((row) => row.tutor_id)
    .filter((id) => counted.has(id) || lives.has(id) || standing.has(id))
    .sort(compareCodePoints)
    .map((tutorId) => ({ tutorId, ...(lives.get(tutorId) ?? { name: null, departedAt: null }) }));
}

type Life = Pick<KnownTutor, 'name' | 'departedAt'>;
interface Said {
  readonly at: number;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly name: string | null;
}

/** Of every tutor of whom a registration or a departure stood: what they said. */
async function livesOf(db: Queryable, schema: string, request: KnownRequest): Promise<Map<string, Life>> {
  const { before, knownAt, tutorIds } = request;
  const ofThese = tutorIds === null ? '' : 'AND f.tutor_id = ANY ($2)';
  const values = tutorIds === null ? [knownAt] : [knownAt, tutorIds];
  const { rows } = await db.query<{ tutor_id: string; at: number; id: string; source: string; type: string; name: string | null }>(
    `SELECT f.tutor_id, f.at, f.id, f.source, f.type, f.data->>'name' AS name FROM ${schema}.fact f
     WHERE f.type IN ${life} AND f.learned_at <= $1 ${ofThese}`,
    values,
  ); // prettier-ignore
  const spoken = await db.query<{ tutor_id: string }>(
    `SELECT DISTINCT f.tutor_id FROM ${schema}.fact f
     JOIN ${schema}.tutor t ON t.tutor_id = f.tutor_id AND t.amended
     JOIN ${schema}.fact a ON a.tutor_id = f.tutor_id AND a.target_id = f.id AND a.source = f.source AND a.target_id IS NOT NULL
     WHERE f.type IN ${life} AND a.learned_at <= $1 ${ofThese}`,
    values,
  );
  const amended = new Set(spoken.rows.map((row) => row.tutor_id));
  const said = new Map<string, Said[]>();
  const add = (tutorId: string, one: Said): void => {
    const known = said.get(tutorId);
    if (known) known.push(one);
    else said.set(tutorId, [one]);
  };
  for (const { tutor_id, ...one } of rows) if (!amended.has(tutor_id)) add(tutor_id, one);
  for (const fact of await amendedFacts(db, schema, [...amended], knownAt, true))
    if (fact.type === 'tutoring.tutor.registered.v1') add(fact.subject, { ...fact, name: fact.data.name });
    else if (fact.type === 'tutoring.tutor.departed.v1') add(fact.subject, { ...fact, name: null });
  const lives = new Map<string, Life>();
  for (const [tutorId, own] of said) {
    const known = own.filter(({ at }) => at < before);
    if (known.length > 0) lives.set(tutorId, lifeOf(known));
  }
  return lives;
}

/** The latest registration, and the departure unless a registration came after it. */
function lifeOf(said: readonly Said[]): Life {
  const inOrder = said.toSorted(byTime);
  const last = inOrder.at(-1);
  const registered = inOrder.findLast(({ type }) => type === 'tutoring.tutor.registered.v1');
  return { name: registered?.name ?? null, departedAt: last && last !== registered ? last.at : null };
}

async function withStandingFact(
  db: Queryable,
  schema: string,
  tutorIds: readonly string[],
  before: number,
  knownAt: number,
): Promise<Set<string>> {
  if (tutorIds.length === 0) return new Set();
  const { rows } = await db.query<{ tutor_id: string; stands: boolean; amended: boolean }>(
    `SELECT t.tutor_id, t.amended, EXISTS (
       SELECT FROM ${schema}.fact f
       WHERE f.tutor_id = t.tutor_id AND f.target_id IS NULL AND f.learned_at <= $3 AND f.at < $2 AND NOT (t.amended AND EXISTS (
         SELECT FROM ${schema}.fact a
         WHERE a.tutor_id = f.tutor_id AND a.target_id = f.id AND a.source = f.source AND a.target_id IS NOT NULL))
     ) AS stands
     FROM ${schema}.tutor t WHERE t.tutor_id = ANY ($1)`,
    [tutorIds, before, knownAt],
  );
  const standing = new Set(rows.filter((row) => row.stands).map((row) => row.tutor_id));
  const left = rows.filter((row) => row.amended && !row.stands).map((row) => row.tutor_id);
  for (const fact of await amendedFacts(db, schema, left, knownAt, false))
    if (fact.at < before) standing.add(fact.subject);
  return standing;
}

/** Facts of these tutors that were spoken of, as they stood as known at an instant (excuses apart). */
async function amendedFacts(
  db: Queryable,
  schema: string,
  tutorIds: readonly string[],
  knownAt: number,
  lifeToo: boolean,
): Promise<Fact[]> {
  if (tutorIds.length === 0) return [];
  const columns = `tutor_id AS subject, source, id, type, at, learned_at AS "learnedAt", data`;
  const { rows } = await db.query<Omit<KnownEvent, 'record'>>(
    `SELECT ${columns} FROM ${schema}.fact f WHERE tutor_id = ANY ($1) AND learned_at <= $2 AND (target_id IS NOT NULL OR ${
      lifeToo ? `type IN ${life} OR` : ''
    } EXISTS (SELECT FROM ${schema}.fact a WHERE a.tutor_id = f.tutor_id AND a.target_id = f.id AND a.source = f.source AND a.target_id IS NOT NULL))`,
    [tutorIds, knownAt],
  );
  const record = { timestamp: 0, partition: 0, offset: 0 }; // Each identity is one row: its place decides nothing here.
  const events = rows.map((row) => ({ ...row, record }) as KnownEvent);
  return [...Map.groupBy(events, ({ subject }) => subject).values()].flatMap((own) => resolve(own).facts);
}
