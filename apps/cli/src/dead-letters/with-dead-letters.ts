import { userInfo } from 'node:os';
import { topics } from '@tq/events';
import { LogProducer } from '@tq/platform/kafka';
import { createPool, ReadDatabase } from '@tq/platform/postgres';
import { readSettings } from '@tq/platform/settings';
import { DeadLetterDesk, DeadLetterReader } from '@tq/sessions/server';
import { withServers } from '../replay/with-servers';

export interface DeadLetters {
  readonly reader: DeadLetterReader;
  readonly desk: DeadLetterDesk;
  /** Who does it, as it is kept: the system's user at this command. */
  readonly by: string;
}

/** Does something about dead letters by what the gateway does it by, on the servers that {@link withServers} finds. */
export async function withDeadLetters<T>(work: (letters: DeadLetters) => Promise<T>): Promise<T> {
  return withServers(readSettings(), async ({ kafkaBrokers, databaseUrl }) => {
    const database = new ReadDatabase(createPool(databaseUrl, { name: 'dead letters', max: 3 }));
    const log = (topic: string): LogProducer =>
      new LogProducer({ brokers: kafkaBrokers.split(','), clientId: 'dead-letters', topic, deadlineMs: 10_000 });
    const { sessionEvents, coachingEvents } = topics;
    const logs = {
      [sessionEvents.name]: log(sessionEvents.name),
      [coachingEvents.name]: log(coachingEvents.name),
    };
    try {
      const reader = new DeadLetterReader(database);
      return await work({
        reader,
        desk: new DeadLetterDesk(database, reader, logs),
        by: `npm run dead-letters (${systemUser()})`,
      });
    } finally {
      await Promise.all(Object.values(logs).map((each) => each.close()));
      await database.pool.end();
    }
  });
}

/** In a container a user may have no name. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
