import type { MigrationStep } from '@tq/platform/postgres';

/** Who may use the system. Times are epoch milliseconds; secrets are stored as SHA-256, passwords as argon2id. */
export const accessSchema: readonly MigrationStep[] = [
  {
    name: '001 users, console sessions, tokens, keys',
    sql: `
      CREATE TABLE "user" (
        email text COLLATE "C" PRIMARY KEY,
        role text NOT NULL CHECK (role IN ('viewer', 'administrator')),
        password_hash text NOT NULL,
        disabled boolean NOT NULL DEFAULT false,
        created_at bigint NOT NULL,
        last_sign_in_at bigint
      );
      CREATE TABLE console_session (
        token_hash bytea PRIMARY KEY,
        email text COLLATE "C" NOT NULL REFERENCES "user" ON DELETE CASCADE,
        created_at bigint NOT NULL,
        seen_at bigint NOT NULL,
        ends_at bigint NOT NULL
      );
      CREATE INDEX ON console_session (email);
      CREATE TABLE api_token (
        id text COLLATE "C" PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        name text NOT NULL,
        role text NOT NULL CHECK (role IN ('viewer', 'administrator')),
        created_at bigint NOT NULL,
        created_by text,
        revoked_at bigint
      );
      -- A webhook's secret signs on both sides, so it cannot be kept as a hash.
      CREATE TABLE ingest_key (
        id text COLLATE "C" PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('api', 'webhook')),
        name text NOT NULL,
        key_hash bytea UNIQUE,
        secret text,
        created_at bigint NOT NULL,
        created_by text,
        revoked_at bigint,
        CHECK ((kind = 'api') = (key_hash IS NOT NULL) AND (kind = 'webhook') = (secret IS NOT NULL))
      );`,
  },
];
