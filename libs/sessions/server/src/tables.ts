import type { MigrationStep } from '@tq/platform/postgres';

/** What outlives a version of the projection. Times are epoch milliseconds. */
export const spineSteps: readonly MigrationStep[] = [
  {
    name: '001 projection and settings',
    sql: `
      CREATE TABLE projection (
        version int PRIMARY KEY,
        schema text NOT NULL UNIQUE,
        time_zone text NOT NULL,
        fold_version int NOT NULL,
        active boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX one_active_projection ON projection (active) WHERE active;
      -- reportsFrom: epoch milliseconds; sessions that closed before are not announced (demo history).
      CREATE TABLE setting (key text PRIMARY KEY, value jsonb NOT NULL);`,
  },
  {
    name: '002 what is told, whichever version is active',
    sql: `
      -- Sessions that closed and are no history: each is announced once for ever for each kind (ended, closed).
      CREATE TABLE announcement (
        tutor_id text COLLATE "C", session_id text COLLATE "C", kind text,
        queued_at bigint NOT NULL,
        scored_at bigint,                      -- when a card that holds it became readable
        PRIMARY KEY (tutor_id, session_id, kind)
      );
      CREATE INDEX announcement_waiting ON announcement (tutor_id) WHERE scored_at IS NULL;
      -- What must be on Kafka; a relay publishes and marks it.
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL, key bytea, value bytea, headers jsonb NOT NULL DEFAULT '{}',
        created_at bigint NOT NULL, done_at bigint
      );
      CREATE INDEX outbox_waiting ON outbox (id) WHERE done_at IS NULL;`,
  },
  {
    name: '003 since when a version is the active one',
    sql: `
      -- Null: readers never saw it. Of those that are not active, the latest is where a way back leads.
      ALTER TABLE projection ADD COLUMN activated_at timestamptz;
      UPDATE projection SET activated_at = created_at WHERE active;`,
  },
  {
    name: '004 what waits to be published is kept as it is',
    sql: `
      -- To compress what stays for two days only takes about as long as all else that is done with it.
      ALTER TABLE outbox ALTER COLUMN value SET STORAGE EXTERNAL;`,
  },
];

/**
 * One version of the projection, in a schema of its own. Times are epoch milliseconds, days are civil days since
 * 1970-01-01 in the version's zone. Ids are compared by code point, as everywhere.
 */
export const projectionSteps: readonly MigrationStep[] = [
  {
    name: '001 offsets',
    sql: `
      -- The log up to next_offset is in these tables, exactly once. Rows are made when partitions are found.
      CREATE TABLE fold_offset (
        topic text, partition int, next_offset bigint NOT NULL, folded_at bigint,
        PRIMARY KEY (topic, partition)
      );`,
  },
  {
    name: '002 facts, sessions, tutors, days',
    sql: `
      -- Each identity once, as first said on the log; the columns from session_id on are how it stands now.
      CREATE TABLE fact (
        tutor_id text COLLATE "C", source text COLLATE "C", id text COLLATE "C",
        type text NOT NULL,
        at bigint NOT NULL,
        learned_at bigint NOT NULL,
        record_timestamp bigint NOT NULL, record_partition int NOT NULL, record_offset bigint NOT NULL,
        data jsonb NOT NULL,
        target_id text COLLATE "C",            -- what a correction or retraction speaks of
        session_id text COLLATE "C",           -- the session it belongs to (a correction may move it)
        stands_at bigint NOT NULL,             -- its time, corrected
        stands_data jsonb,                     -- its data where a correction holds
        corrected_by text COLLATE "C",
        retracted boolean NOT NULL DEFAULT false,
        excused boolean NOT NULL DEFAULT false,
        PRIMARY KEY (tutor_id, source, id)
      );
      CREATE INDEX fact_of_session ON fact (tutor_id, session_id) WHERE session_id IS NOT NULL;
      CREATE INDEX fact_amendment ON fact (tutor_id) WHERE target_id IS NOT NULL;
      CREATE INDEX fact_of_life ON fact (tutor_id, stands_at)
        WHERE type IN ('tutoring.tutor.registered.v1', 'tutoring.tutor.departed.v1');

      -- Administrators' decisions on facts, each once.
      CREATE TABLE excuse (
        tutor_id text COLLATE "C", source text COLLATE "C", id text COLLATE "C",
        at bigint NOT NULL, excused boolean NOT NULL,
        fact_source text COLLATE "C" NOT NULL, fact_id text COLLATE "C" NOT NULL,
        record_timestamp bigint NOT NULL, record_partition int NOT NULL, record_offset bigint NOT NULL,
        PRIMARY KEY (tutor_id, source, id)
      );

      CREATE TABLE session (
        tutor_id text COLLATE "C", session_id text COLLATE "C",
        state text NOT NULL CHECK (state IN ('open', 'held', 'missed', 'cancelled')),
        student_id text, lesson_subject text, is_first boolean NOT NULL,
        starts_at bigint, ends_at bigint,      -- as last moved
        moves int NOT NULL,                    -- before the closing
        move_list jsonb,                       -- [{by, at, from, to, excused, reasonCode}], null where there is none
        closed_at bigint, closed_by text, excused boolean NOT NULL,
        closed_learned_at bigint,
        received_at bigint,                    -- when the closing reached the log
        started_at bigint, ended_at bigint, tutor_joined_at bigint,
        closing_source text COLLATE "C", closing_id text COLLATE "C",
        PRIMARY KEY (tutor_id, session_id)
      ) WITH (fillfactor = 85);
      CREATE INDEX session_closed ON session (closed_at DESC, tutor_id, session_id) WHERE closed_at IS NOT NULL;
      CREATE INDEX session_open ON session (starts_at, tutor_id, session_id) WHERE state = 'open';

      -- The row is also the lock under which everything of its tutor changes.
      CREATE TABLE tutor (
        tutor_id text COLLATE "C" PRIMARY KEY,
        first_at bigint,                       -- time of the first standing fact; null where none stands
        amended boolean NOT NULL DEFAULT false,-- corrections, retractions or excuses were heard
        name text, email text, time_zone text, lesson_subjects jsonb, departed_at bigint -- as last said
      ) WITH (fillfactor = 70);

      CREATE TABLE tutor_day (
        tutor_id text COLLATE "C", day int,
        counted int NOT NULL, tutor_moved int NOT NULL,
        held int NOT NULL, missed int NOT NULL, tutor_cancelled int NOT NULL,
        moves_tutor int NOT NULL, moves_student int NOT NULL, moves_platform int NOT NULL,
        first_missed int NOT NULL,
        PRIMARY KEY (tutor_id, day)
      ) WITH (fillfactor = 70);
      CREATE INDEX tutor_day_of_day ON tutor_day (day);`,
  },
  {
    name: '003 what was odd',
    sql: `
      CREATE TABLE dead_letter (
        topic text, partition int, record_offset bigint,
        record_timestamp bigint NOT NULL, key bytea, value bytea, headers jsonb NOT NULL,
        reasons jsonb NOT NULL,                -- [{pointer, detail}]
        producer text,                         -- the source, where it could be read
        PRIMARY KEY (topic, partition, record_offset)
      );
      CREATE INDEX dead_letter_newest ON dead_letter (record_timestamp DESC);
      CREATE TABLE anomaly (
        tutor_id text COLLATE "C", kind text, source text COLLATE "C", id text COLLATE "C",
        detail text NOT NULL, found_at bigint NOT NULL,
        PRIMARY KEY (tutor_id, kind, source, id)
      );
      -- Valid events of each source by the hour of the log (hours since 1970); a row for each partition, so that
      -- partitions do not wait for each other.
      CREATE TABLE feed (
        source text COLLATE "C", hour int, partition int,
        events bigint NOT NULL, last_event_at bigint NOT NULL, last_record_at bigint NOT NULL,
        PRIMARY KEY (source, hour, partition)
      ) WITH (fillfactor = 50);
      CREATE TABLE misplaced (
        source text COLLATE "C", partition int,
        records bigint NOT NULL, last_record_at bigint NOT NULL, last_offset bigint NOT NULL, detail text NOT NULL,
        PRIMARY KEY (source, partition)
      );
      CREATE TABLE alarm (
        kind text PRIMARY KEY, detail text NOT NULL, since bigint NOT NULL, last_at bigint NOT NULL, cleared_at bigint
      );
      -- Offsets at which the log holds no record that a reader is given.
      CREATE TABLE log_gap (
        topic text, partition int, first_missing bigint, next_found bigint NOT NULL, noted_at bigint NOT NULL,
        PRIMARY KEY (topic, partition, first_missing)
      );`,
  },
  {
    name: '004 what scores must look at',
    sql: `
      -- Appended by the fold, taken by the refresh of the cards. first_day: the earliest day whose counts changed;
      -- news: some of it reached the log within a day of its time, it is no history.
      CREATE TABLE touched (tutor_id text COLLATE "C" NOT NULL, first_day int, news boolean NOT NULL);
      -- Sessions that closed and are no history: each is announced once for each kind (ended, closed).
      CREATE TABLE announcement (
        tutor_id text COLLATE "C", session_id text COLLATE "C", kind text,
        queued_at bigint NOT NULL,
        scored_at bigint,                      -- when a card that holds it became readable
        PRIMARY KEY (tutor_id, session_id, kind)
      );
      CREATE INDEX announcement_waiting ON announcement (tutor_id) WHERE scored_at IS NULL;
      -- What must be on Kafka; a relay publishes and marks it.
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL, key bytea, value bytea, headers jsonb NOT NULL DEFAULT '{}',
        created_at bigint NOT NULL, done_at bigint
      );
      CREATE INDEX outbox_waiting ON outbox (id) WHERE done_at IS NULL;`,
  },
  {
    name: '005 what is told moves to where it outlives the version',
    sql: `
      INSERT INTO tq.announcement (tutor_id, session_id, kind, queued_at, scored_at)
        SELECT tutor_id, session_id, kind, queued_at, scored_at FROM announcement ON CONFLICT DO NOTHING;
      INSERT INTO tq.outbox (topic, key, value, headers, created_at, done_at)
        SELECT topic, key, value, headers, created_at, done_at FROM outbox ORDER BY id;
      DROP TABLE announcement;
      DROP TABLE outbox;`,
  },
  {
    name: '006 what was known when',
    sql: `
      -- What each moment of learning added to or took from a day: summed over learned_at <= T, the day's counts as known
      -- at T; over all, those of tutor_day.
      CREATE TABLE tutor_day_learned (
        tutor_id text COLLATE "C", day int, learned_at bigint,
        counted int NOT NULL, tutor_moved int NOT NULL,
        held int NOT NULL, missed int NOT NULL, tutor_cancelled int NOT NULL,
        moves_tutor int NOT NULL, moves_student int NOT NULL, moves_platform int NOT NULL,
        first_missed int NOT NULL,
        PRIMARY KEY (day, tutor_id, learned_at)
      );
      ALTER TABLE excuse ADD learned_at bigint;
      UPDATE excuse SET learned_at = record_timestamp;
      ALTER TABLE excuse ALTER learned_at SET NOT NULL;
      -- Nothing at all was known of the tutor before; a bound, so that most tutors need no look at their facts.
      ALTER TABLE tutor ADD first_learned_at bigint;`,
  },
];
