import type { MigrationStep } from '@tq/platform/postgres';

/** Schema `decision`: what administrators decided, append-only, and whether it is on Kafka yet. Epoch ms. */
export const decisionSteps: readonly MigrationStep[] = [
  {
    name: '001 decisions',
    sql: `
      CREATE TABLE decision (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text COLLATE "C" NOT NULL UNIQUE,
        tutor_id text COLLATE "C" NOT NULL,
        type text NOT NULL,
        at bigint NOT NULL,
        decided_by text NOT NULL,
        document jsonb NOT NULL,
        published_at bigint
      );
      CREATE INDEX decision_waiting ON decision (seq) WHERE published_at IS NULL;`,
  },
  {
    // By the place on the log, which outlives every version of the projection.
    name: '002 dead letters',
    sql: `
      CREATE TABLE dead_letter_step (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL, partition int NOT NULL, record_offset bigint NOT NULL,
        what text NOT NULL CHECK (what IN ('sent-again', 'set-aside', 'reopened')),
        at bigint NOT NULL,
        by_whom text NOT NULL,
        reason text,
        document bytea                         -- what was sent, where it was mended
      );
      CREATE INDEX dead_letter_step_last ON dead_letter_step (topic, partition, record_offset, seq DESC);`,
  },
];
