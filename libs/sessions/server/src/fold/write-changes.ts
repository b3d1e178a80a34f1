import type { Client } from '@tq/platform/postgres';
import type { Changes } from './apply-events';
import { writeTouched } from './write-announcements';
import { writeDecisions, writeFacts } from './write-facts';
import { writeLearnedDays } from './write-learned-days';
import { writeAnomalies } from './write-oddities';
import { writeDays, writeSessions } from './write-sessions';
import { writeTutors } from './write-tutors';

/** Writes everything that is known of tutors. `reportsFrom` and `now` are epoch milliseconds. */
export async function writeChanges(client: Client, changes: Changes, reportsFrom: number, now: number): Promise<void> {
  await writeFacts(client, changes.tutors);
  await writeDecisions(client, changes.decisions);
  await writeSessions(client, changes.tutors);
  await writeDays(client, changes.tutors);
  await writeLearnedDays(client, changes.tutors);
  await writeTutors(client, changes);
  await writeTouched(client, changes.tutors, reportsFrom);
  await writeAnomalies(client, changes.tutors, now);
}
