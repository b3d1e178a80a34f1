import { readScoreEvent, type ScoreEvent } from '@tq/events';
import type { LogBatch, LogRecord } from '@tq/platform/kafka';
import { columnValues, unnest, type Client, type RowOf } from '@tq/platform/postgres';
import { episodeAfter, routeOf, type Episode, type Sent } from '@tq/reports/core';
import { lockRecipients, owedTo } from './recipients';

/** What a batch brought. */
export interface Folded {
  /** The offset that everything before is now in the tables. */
  next: number;
  items: number;
  /** Records that are no score event: ours to mend, so they are named, and nothing waits behind them. */
  unreadable: { offset: number; reasons: string[] }[];
}

const eventColumns = { tutor_id: 'text', id: 'text', type: 'text', at: 'bigint', data: 'jsonb' } as const;
const itemColumns = {
  recipient: 'text',
  tutor_id: 'text',
  event_id: 'text',
  kind: 'text',
  due: 'bigint',
  episode: 'text',
  created_at: 'bigint',
} as const;
const episodeColumns = { tutor_id: 'text', id: 'text', open: 'boolean' } as const;

/**
 * Puts a batch of score-events into the tables, within the caller's transaction: each event once, and what each
 * recipient is owed because of it. The offset moves in the same transaction, so the whole happens exactly once.
 * @param now epoch ms @param maxPerHour single session reports for each recipient; 0 = no limit
 */
export async function foldScoreEvents(
  client: Client,
  batch: LogBatch,
  now: number,
  maxPerHour: number,
): Promise<Folded> {
  const next = await lockOffset(client, batch);
  const fresh = batch.records.filter(({ offset }) => offset >= next);
  const { events, unreadable } = readAll(fresh);
  const added = await addEvents(client, events, now);
  const items = added.length === 0 ? 0 : await addItems(client, added, now, maxPerHour);
  const after = Math.max(next, batch.lastOffset + 1);
  await client.query('UPDATE mail.fold_offset SET next_offset = $3 WHERE topic = $1 AND partition = $2', [
    batch.topic,
    batch.partition,
    after,
  ]);
  return { next: after, items, unreadable };
}

/** A missing row means 0 here: reading a partition twice is harmless, since each event is kept once. */
async function lockOffset(client: Client, { topic, partition }: LogBatch): Promise<number> {
  await client.query('INSERT INTO mail.fold_offset VALUES ($1, $2, 0) ON CONFLICT DO NOTHING', [topic, partition]);
  const { rows } = await client.query<{ next_offset: number }>(
    'SELECT next_offset FROM mail.fold_offset WHERE topic = $1 AND partition = $2 FOR UPDATE',
    [topic, partition],
  );
  return rows[0]?.next_offset ?? 0;
}

const nameOf = ({ data, id }: ScoreEvent): string => `${data.tutorId} ${id}`; // ids hold no space

function readAll(records: readonly LogRecord[]): { events: ScoreEvent[]; unreadable: Folded['unreadable'] } {
  const events = new Map<string, ScoreEvent>();
  const unreadable: Folded['unreadable'] = [];
  for (const { offset, value } of records) {
    const read = readScoreEvent(value);
    if (!read.ok)
      unreadable.push({
        offset,
        reasons: read.problems.slice(0, 5).map(({ pointer, detail }) => `${pointer} ${detail}`.trim()),
      });
    else if (!events.has(nameOf(read.event))) events.set(nameOf(read.event), read.event);
  }
  return { events: [...events.values()], unreadable };
}

/** Keeps the events that are new, and gives these back in their order. */
async function addEvents(client: Client, events: readonly ScoreEvent[], now: number): Promise<ScoreEvent[]> {
  if (events.length === 0) return [];
  const rows: RowOf<typeof eventColumns>[] = events.map((event) => ({
    tutor_id: event.data.tutorId,
    id: event.id,
    type: event.type,
    at: now,
    data: event.data,
  }));
  const { rows: kept } = await client.query<{ name: string }>(
    `INSERT INTO mail.event (tutor_id, id, type, at, data) SELECT * FROM ${unnest(eventColumns, 'e')}
     ON CONFLICT DO NOTHING RETURNING tutor_id || ' ' || id AS name`,
    columnValues(eventColumns, rows),
  );
  const names = new Set(kept.map(({ name }) => name));
  return events.filter((event) => names.has(nameOf(event)));
}

async function addItems(
  client: Client,
  events: readonly ScoreEvent[],
  now: number,
  maxPerHour: number,
): Promise<number> {
  const recipients = await lockRecipients(client);
  const sent = await sentLately(
    client,
    recipients.map(({ email }) => email),
    now,
    maxPerHour,
  );
  const episodeOf = await followEpisodes(client, events);
  const reported = await reportedAsEnded(client, events);
  const items: RowOf<typeof itemColumns>[] = [];
  for (const event of events) {
    if (reported.has(event)) continue;
    for (const recipient of owedTo(event, recipients)) {
      const lately = sent.get(recipient.email) ?? { reportsThisHour: 0, alertedLately: false };
      const route = routeOf(event, recipient, lately, now, maxPerHour);
      if (route === null) continue;
      if (route.in === 'session-report')
        sent.set(recipient.email, { ...lately, reportsThisHour: lately.reportsThisHour + 1 });
      items.push({
        recipient: recipient.email,
        tutor_id: event.data.tutorId,
        event_id: event.id,
        kind: route.in,
        due: route.due,
        episode: episodeOf.get(event)?.id ?? null,
        created_at: now,
      });
    }
  }
  if (items.length === 0) return 0;
  await client.query(
    `INSERT INTO mail.item (recipient, tutor_id, event_id, kind, due, episode, created_at) SELECT * FROM ${unnest(itemColumns, 'i')} ON CONFLICT DO NOTHING`,
    columnValues(itemColumns, items),
  );
  return items.length;
}

/** Sessions that are called off after all, of whom it was told that they ended: what is learned after a report changes no mail. */
async function reportedAsEnded(client: Client, events: readonly ScoreEvent[]): Promise<ReadonlySet<ScoreEvent>> {
  const closed = events.filter(({ type }) => type === 'tutoring.session.closed.v1');
  if (closed.length === 0) return new Set();
  const twin = ({ id }: ScoreEvent): string => id.replace(/^closed/, 'ended');
  const { rows } = await client.query<{ name: string }>(
    `SELECT tutor_id || ' ' || id AS name FROM mail.event
     WHERE (tutor_id, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [closed.map(({ data }) => data.tutorId), closed.map(twin)],
  );
  const ended = new Set(rows.map(({ name }) => name));
  return new Set(closed.filter((event) => ended.has(`${event.data.tutorId} ${twin(event)}`)));
}

const [hour, twentyMinutes] = [3_600_000, 1_200_000];

/** What went to each recipient lately, for the limits. */
async function sentLately(
  client: Client,
  emails: readonly string[],
  now: number,
  maxPerHour: number,
): Promise<Map<string, Sent>> {
  const { rows } = await client.query<{ email: string; reports: number; alerted: boolean }>(
    `SELECT email,
       ${maxPerHour === 0 ? '0' : `(SELECT count(*) FROM mail.item WHERE recipient = email AND kind = 'session-report' AND created_at > $2)::int`} AS reports,
       EXISTS (SELECT FROM mail.item WHERE recipient = email AND kind = 'flag-alert' AND state = 'mailed' AND created_at > $3) AS alerted
     FROM unnest($1::text[]) AS email WHERE $2::bigint IS NOT NULL`,
    [emails, now - hour, now - twentyMinutes],
  );
  return new Map(
    rows.map(({ email, reports, alerted }) => [email, { reportsThisHour: reports, alertedLately: alerted }]),
  );
}

/** The flag episode that each event belongs to, kept for the events that follow. */
async function followEpisodes(client: Client, events: readonly ScoreEvent[]): Promise<Map<ScoreEvent, Episode | null>> {
  const tutors = [...new Set(events.map(({ data }) => data.tutorId))].sort();
  const { rows } = await client.query<{ tutor_id: string; id: string; open: boolean }>(
    'SELECT tutor_id, id, open FROM mail.episode WHERE tutor_id = ANY ($1::text[]) ORDER BY tutor_id FOR UPDATE',
    [tutors],
  );
  const current = new Map<string, Episode>(rows.map(({ tutor_id, id, open }) => [tutor_id, { id, open }]));
  const episodeOf = new Map<ScoreEvent, Episode | null>();
  for (const event of events) {
    const { tutorId, card } = event.data;
    const flagged = card.riskLevel === 'high' || card.riskLevel === 'watch';
    const episode = episodeAfter(current.get(tutorId) ?? null, { id: event.id, flagged });
    episodeOf.set(event, episode);
    if (episode !== null) current.set(tutorId, episode);
  }
  const changed = [...current].map(([tutor_id, episode]) => ({ tutor_id, ...episode }));
  if (changed.length > 0) {
    await client.query(
      `INSERT INTO mail.episode (tutor_id, id, open) SELECT * FROM ${unnest(episodeColumns, 'e')}
       ON CONFLICT (tutor_id) DO UPDATE SET id = excluded.id, open = excluded.open`,
      columnValues(episodeColumns, changed),
    );
  }
  return episodeOf;
}
