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
];
