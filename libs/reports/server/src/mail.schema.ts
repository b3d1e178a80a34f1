import type { MigrationStep } from '@tq/platform/postgres';

/** Schema `mail`: who is mailed, what each is owed, and the mails themselves. Times are epoch milliseconds. */
export const mailSteps: readonly MigrationStep[] = [
  {
    name: '001-mails',
    sql: `
      CREATE TABLE recipient (
        email text PRIMARY KEY,
        policy text NOT NULL CHECK (policy IN ('every', 'smart', 'daily')),
        time_zone text NOT NULL,
        active boolean NOT NULL DEFAULT true,
        created_at bigint NOT NULL,
        unsubscribed_at bigint
      );

      -- The consumer's place on score-events, moved in the transaction that writes what was read.
      CREATE TABLE fold_offset (
        topic text, partition int, next_offset bigint NOT NULL,
        PRIMARY KEY (topic, partition)
      );

      -- Each score event once, however often it is delivered. A tutor's id belongs to the identity: ids of different
      -- tutors may spell the same "ended/a/b/c".
      CREATE TABLE event (
        tutor_id text COLLATE "C", id text COLLATE "C",
        type text NOT NULL, at bigint NOT NULL, data jsonb,
        PRIMARY KEY (tutor_id, id)
      );
      CREATE INDEX event_at ON event (at);

      -- The flag episode of each tutor; its id names a thread of mails.
      CREATE TABLE episode (tutor_id text COLLATE "C" PRIMARY KEY, id text NOT NULL, open boolean NOT NULL);

      -- What each recipient is owed, and in which mail it went: the primary key is "exactly once".
      CREATE TABLE item (
        recipient text, tutor_id text COLLATE "C", event_id text COLLATE "C",
        kind text NOT NULL CHECK (kind IN ('session-report', 'flag-alert', 'roll-up', 'daily-digest')),
        due bigint NOT NULL,
        episode text,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'mailed', 'dropped')),
        mail_key text,
        created_at bigint NOT NULL,
        PRIMARY KEY (recipient, tutor_id, event_id)
      );
      CREATE INDEX item_due ON item (due) WHERE state = 'waiting';
      CREATE INDEX item_of_hour ON item (recipient, kind, created_at);

      CREATE TABLE mail (
        key text PRIMARY KEY,
        kind text NOT NULL,
        recipient text NOT NULL,
        subject text NOT NULL,
        state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
        due bigint NOT NULL,
        created_at bigint NOT NULL,
        sent_at bigint,
        attempts int NOT NULL DEFAULT 0,
        next_attempt_at bigint NOT NULL,
        lease_until bigint,
        message_id text NOT NULL,
        mime bytea,
        sessions text[] NOT NULL DEFAULT '{}',
        tutors text[] NOT NULL DEFAULT '{}',
        late boolean NOT NULL DEFAULT false,
        error text,
        rule_set_version int NOT NULL
      );
      CREATE INDEX mail_queued ON mail (next_attempt_at) WHERE state = 'queued';
      CREATE INDEX mail_created ON mail (created_at DESC, key);
      CREATE INDEX mail_slot ON mail (recipient, kind, due);
      CREATE INDEX mail_sessions ON mail USING gin (sessions);
      CREATE INDEX mail_tutors ON mail USING gin (tutors);

      -- Signs the links by which a recipient unsubscribes; made once, with the first recipient.
      CREATE TABLE secret (name text PRIMARY KEY, value bytea NOT NULL);
    `,
  },
];
