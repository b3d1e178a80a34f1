import type { ScoreEvent } from '@tq/events';
import type { Client } from '@tq/platform/postgres';

/** A score event as a CloudEvent of ours. */
export function scoreEvent<T extends ScoreEvent['type']>(
  type: T,
  tutorId: string,
  id: string,
  time: string,
  data: Extract<ScoreEvent, { type: T }>['data'],
): ScoreEvent {
  return { specversion: '1.0', source: '/scoring', subject: tutorId, id, type, time, data } as ScoreEvent;
}

/** Puts events into the outbox, keyed by tutor; the relay publishes them once the transaction is committed. */
export async function writeScoreEvents(
  client: Client,
  topic: string,
  events: readonly ScoreEvent[],
  now: number,
): Promise<void> {
  if (events.length === 0) return;
  const values = events.map((event) => Buffer.from(JSON.stringify(event)));
  let end = 1;
  const begins = values.map(({ length }) => (end += length) - length);
  await client.query({
    name: 'score-events',
    // All of them in one piece: of an array both sides look at every letter, and they are long.
    text: `INSERT INTO tq.outbox (topic, key, value, headers, created_at)
           SELECT $1, convert_to(key, 'UTF8'), substring($3::bytea FROM begin FOR length), $6, $7
           FROM unnest($2::text[], $4::int[], $5::int[]) AS made(key, begin, length)`,
    values: [
      topic,
      events.map(({ subject }) => subject),
      Buffer.concat(values),
      begins,
      values.map(({ length }) => length),
      { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
      now,
    ],
  });
}
