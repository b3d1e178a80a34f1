import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

const hour = 3_600_000;
const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * hour).toISOString();

/** A value that global setup left for the tests. @throws Error where it did not run */
export function fromSetup(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: global setup did not run.`);
  return value;
}

/** Sends events through the front door, as a platform would. @throws Error unless all are accepted */
export async function send(events: readonly object[]): Promise<void> {
  const answer = await fetch(`${fromSetup('TQ_E2E_INGESTION')}/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${fromSetup('TQ_E2E_INGEST_KEY')}`,
      'content-type': 'application/cloudevents-batch+json',
    },
    body: JSON.stringify(events),
  });
  if (answer.status !== 202) throw new Error(`Ingestion answered ${answer.status}: ${await answer.text()}`);
}

/** Puts records straight on the log, past the front door, as a producer that does not check would. */
export async function sendUnchecked(
  records: readonly { readonly key: string; readonly value: string }[],
): Promise<void> {
  const kafka = new Kafka({ clientId: 'e2e', brokers: [fromSetup('TQ_E2E_BROKER')], logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: 'session-events', acks: -1, messages: [...records] });
  await producer.disconnect();
}

const event = (subject: string, type: string, time: string, data: object) => ({
  specversion: '1.0',
  source: '/e2e',
  id: randomUUID(),
  subject,
  type: `tutoring.${type}.v1`,
  time,
  data,
});

export const registered = (tutor: string, name: string) =>
  event(tutor, 'tutor.registered', at(2000), { name, timeZone: 'UTC', lessonSubjects: ['Algebra II'] });

/** One session that was held, `hoursAgo`, after the tutor moved it `moves` times. */
export function held(tutor: string, hoursAgo: number, moves = 0): object[] {
  const sessionId = `s-${randomUUID()}`;
  const planned = { startsAt: at(hoursAgo + 1), endsAt: at(hoursAgo) };
  const moved = {
    sessionId,
    initiatedBy: 'tutor',
    reasonCode: 'schedule-conflict',
    previousStartsAt: at(hoursAgo + 3),
    newStartsAt: planned.startsAt,
    newEndsAt: planned.endsAt,
  };
  return [
    event(tutor, 'session.scheduled', at(hoursAgo + 48), {
      sessionId,
      studentId: 'student-1',
      lessonSubject: 'Algebra II',
      isFirstSession: false,
      ...planned,
    }),
    ...Array.from({ length: moves }, (_, index) =>
      event(tutor, 'session.rescheduled', at(hoursAgo + 20 - index), moved),
    ),
    event(tutor, 'session.completed', at(hoursAgo), {
      sessionId,
      startedAt: planned.startsAt,
      endedAt: planned.endsAt,
    }),
  ];
}
