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
  await client.query({
    name: 'score-events',
    text: `INSERT INTO tq.outbox (topic, key, value, headers, created_at)
           SELECT $1, convert_to(key, 'UTF8'), convert_to(value, 'UTF8'), $4, $5 FROM unnest($2::text[], $3::text[]) AS made(key, value)`,
    values: [
      topic,
      events.map(({ subject }) => subject),
      events.map((event) => JSON.stringify(event)),
      { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
      now,
    ],
  });
}
