import { topics, type ScoreCard } from '@tq/events';
import { activeProjection, type Pool } from '@tq/platform/postgres';
import { loadReadings, type Readings } from '@tq/scores/server';

/** Headers of all that was ever queued for a topic. */
export async function outboxOf(pool: Pool, ofTopic: string): Promise<string[]> {
  const { rows } = await pool.query<{ headers: string }>('SELECT headers::text FROM tq.outbox WHERE topic = $1 ORDER BY id', [ofTopic]); // prettier-ignore
  return rows.map(({ headers }) => headers);
}

/** Ids of all that was announced. */
export async function announcedIds(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT convert_from(value, 'UTF8')::json->>'id' AS id FROM tq.outbox WHERE topic = $1`,
    [topics.scoreEvents.name],
  );
  return rows.map(({ id }) => id);
}

/** Of all versions. */
export async function schemas(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(`SELECT nspname AS name FROM pg_namespace WHERE nspname ~ '^p[0-9]+$' ORDER BY 1`); // prettier-ignore
  return rows.map(({ name }) => name);
}

/** What readers see, and up to where of the log it goes. */
export async function shown(pool: Pool): Promise<{ cards: ScoreCard[]; offsets: Readings['offsets'] }> {
  const projection = await activeProjection(pool);
  const readings = projection && (await loadReadings(pool, projection.schema));
  const cards = (readings?.cards ?? []).flatMap(({ item }) => (item === null ? [] : [JSON.parse(item) as ScoreCard]));
  return { cards, offsets: readings?.offsets ?? [] };
}
