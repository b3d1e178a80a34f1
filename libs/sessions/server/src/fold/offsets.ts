import { inTransaction, type Client, type Pool, type Queryable } from '@tq/platform/postgres';
import type { Place } from './write-oddities';

/** The fold must not go on: only a person can say where it stands. */
export class OffsetError extends Error {}

/**
 * Makes the rows of partitions that are seen for the first time. A row that is missing among those that were there
 * before is never made: nobody knows how far its partition was folded.
 * @param partitions how many each topic has now
 * @throws OffsetError for such a hole
 */
export async function ensureOffsets(pool: Pool, partitions: ReadonlyMap<string, number>): Promise<void> {
  const known = await foldPositions(pool);
  const isThere = (topic: string, partition: number): boolean =>
    known.some((one) => one.topic === topic && one.partition === partition);
  // Nearly always: then nobody need wait for the lock, which the first fold of a long log holds for minutes.
  if ([...partitions].every(([topic, count]) => Array.from({ length: count }, (_, i) => i).every((i) => isThere(topic, i)))) return; // prettier-ignore
  await inTransaction(pool, async (client) => {
    await client.query('LOCK TABLE fold_offset IN EXCLUSIVE MODE');
    const { rows } = await client.query<{ topic: string; partition: number }>(
      'SELECT topic, partition FROM fold_offset',
    );
    for (const [topic, count] of partitions) {
      const known = new Set(rows.filter((row) => row.topic === topic).map((row) => row.partition));
      const highest = Math.max(-1, ...known);
      for (let partition = 0; partition < count; partition++) {
        if (known.has(partition)) continue;
        if (partition < highest) throw missing(topic, partition);
        await client.query('INSERT INTO fold_offset (topic, partition, next_offset) VALUES ($1, $2, 0)', [
          topic,
          partition,
        ]);
      }
    }
  });
}

/**
 * Compares how far the partitions were folded with where the log ends now.
 * @throws OffsetError where more was folded than the log holds: then it is another log, and what it says from its
 * beginning on would be passed over as known
 */
export async function expectSameLog(
  pool: Pool,
  ends: readonly { readonly topic: string; readonly partition: number; readonly end: number }[],
): Promise<void> {
  for (const { topic, partition, next } of await foldPositions(pool)) {
    const end = ends.find((one) => one.topic === topic && one.partition === partition)?.end ?? 0;
    if (next > end)
      throw new OffsetError(
        `${topic}/${partition} ends at ${end}, but ${next} records of it were folded: this database was made from another log. ` +
          `Start with an empty database, which is then folded anew, or with the log that it belongs to.`,
      );
  }
}

/** How far every partition is folded. */
export async function foldPositions(pool: Queryable): Promise<{ topic: string; partition: number; next: number }[]> {
  const { rows } = await pool.query<{ topic: string; partition: number; next: number }>(
    'SELECT topic, partition, next_offset AS next FROM fold_offset',
  );
  return rows;
}

/**
 * Where partitions stand, in their order, locked until the transaction ends: whoever else folds one of them waits. With
 * it the setting `reportsFrom`, for one statement less.
 * @throws OffsetError where there is no row
 */
export async function lockOffsets(
  client: Client,
  places: readonly Place[],
): Promise<{ next: number[]; reportsFrom: unknown }> {
  const { rows } = await client.query<Place & { next: number; reportsFrom: unknown }>({
    name: 'lock-offsets',
    // In one order, whoever asks: of two who want each other's neither would get on.
    text: `SELECT topic, partition, next_offset AS next, (SELECT value FROM tq.setting WHERE key = 'reportsFrom') AS "reportsFrom"
           FROM fold_offset WHERE (topic, partition) IN (SELECT * FROM unnest($1::text[], $2::int[]))
           ORDER BY topic, partition FOR UPDATE`,
    values: [places.map(({ topic }) => topic), places.map(({ partition }) => partition)],
  });
  const next = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, row.next]));
  return {
    next: places.map(({ topic, partition }) => {
      const known = next.get(`${topic}/${partition}`);
      if (known === undefined) throw missing(topic, partition);
      return known;
    }),
    reportsFrom: rows[0]?.reportsFrom,
  };
}

/** A partition that is folded from one offset on to another. */
export interface OffsetMove extends Place {
  readonly from: number;
  readonly to: number;
}

/**
 * Moves partitions on, if they still stand where they were read.
 * @param asActive only while the version is the one that readers see: a switch takes the locks of these rows, so that
 * whoever folds for a version that was just left finds out here, before anything of it is told twice
 * @throws OffsetError where one does not, or the version is no longer the active one
 */
export async function advanceOffsets(
  client: Client,
  moves: readonly OffsetMove[],
  now: number,
  asActive: boolean,
): Promise<void> {
  const { rowCount } = await client.query({
    name: `advance-offsets ${asActive}`,
    text: `UPDATE fold_offset f SET next_offset = move.next, folded_at = $5
           FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) AS move(topic, partition, was, next)
           WHERE f.topic = move.topic AND f.partition = move.partition AND f.next_offset = move.was
           ${asActive ? 'AND EXISTS (SELECT FROM tq.projection WHERE schema = current_schema() AND active)' : ''}`,
    values: [
      moves.map(({ topic }) => topic),
      moves.map(({ partition }) => partition),
      moves.map(({ from }) => from),
      moves.map(({ to }) => to),
      now,
    ],
  });
  if (rowCount === moves.length) return;
  if (asActive && !(await isActive(client)))
    throw new OffsetError('Another version of the projection is the active one now.');
  const places = moves.map(({ topic, partition, from }) => `${topic}/${partition} from ${from}`);
  throw new OffsetError(`Another process moved on what was locked by us: one of ${places.join(', ')}.`);
}

async function isActive(client: Client): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM tq.projection WHERE schema = current_schema() AND active');
  return rowCount === 1;
}

/** Keeps the place of offsets that hold no record. */
export async function noteGap(
  client: Client,
  place: Place,
  firstMissing: number,
  nextFound: number,
  now: number,
): Promise<void> {
  await client.query(
    'INSERT INTO log_gap (topic, partition, first_missing, next_found, noted_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [place.topic, place.partition, firstMissing, nextFound, now],
  );
}

const missing = (topic: string, partition: number): OffsetError =>
  new OffsetError(
    `The offset of ${topic}/${partition} is missing from fold_offset: it is not known how far it was folded.`,
  );
