import type { MigrationStep } from '@tq/platform/postgres';

/** Schema `tq`: every rebuild that was asked for, and how far it is. Times are epoch milliseconds. */
export const rebuildSteps: readonly MigrationStep[] = [
  {
    name: 'replays 001 rebuilds',
    sql: `
      CREATE TABLE rebuild (
        id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('rebuild', 'back', 'what-if')),
        state text NOT NULL CHECK (state IN ('waiting', 'folding', 'paused', 'comparing', 'equal', 'differs', 'switched', 'cancelled', 'failed')),
        runner text NOT NULL CHECK (runner IN ('service', 'command')), -- who is to do it: scoring, or who typed the command
        wanted text CHECK (wanted IN ('pause', 'cancel', 'switch')),   -- what was asked of whoever does it
        even_if_different boolean NOT NULL DEFAULT false,
        dry_run boolean NOT NULL DEFAULT false,
        requested_by text NOT NULL, requested_at bigint NOT NULL,
        time_zone text NOT NULL,
        from_version int NOT NULL, to_version int,
        rules jsonb, known_at bigint,          -- what-if only
        folded bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0,
        per_second double precision,
        problem text,
        comparison jsonb,
        updated_at bigint NOT NULL,
        ended_at bigint
      );
      CREATE UNIQUE INDEX one_current_rebuild ON rebuild ((true)) WHERE ended_at IS NULL;`,
  },
];
