import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '@tq/platform/http';
import type { Pool, Queryable } from '@tq/platform/postgres';
import { ACCESS_POOL } from './access.pool';
import type { IngestKeyItem, IngestKeyKind, NewIngestKey } from './api/access.dto';
import { newSecret, sha256 } from './secret';

interface KeyRow {
  id: string;
  kind: IngestKeyKind;
  name: string;
  created_at: number;
  created_by: string | null;
}

/** What ingestion needs to know of the keys that were made in Settings. */
export interface ValidIngestKeys {
  /** SHA-256 of each bearer key. */
  readonly apiKeys: readonly { readonly id: string; readonly digest: Buffer }[];
  /** `whsec_` + base64. */
  readonly webhookSecrets: readonly string[];
}

/** The keys that are valid now; read it every few seconds, and go on with the last answer while it fails. */
export async function readIngestKeys(db: Queryable): Promise<ValidIngestKeys> {
  const { rows } = await db.query<{ id: string; key_hash: Buffer | null; secret: string | null }>(
    'SELECT id, key_hash, secret FROM access.ingest_key WHERE revoked_at IS NULL ORDER BY created_at, id',
  );
  return {
    apiKeys: rows.flatMap(({ id, key_hash }) => (key_hash === null ? [] : [{ id, digest: key_hash }])),
    webhookSecrets: rows.flatMap(({ secret }) => (secret === null ? [] : [secret])),
  };
}

/** Keys and webhook secrets of who may send events, made and revoked in Settings. */
@Injectable()
export class IngestKeys {
  constructor(@Inject(ACCESS_POOL) private readonly pool: Pool) {}

  async list(): Promise<IngestKeyItem[]> {
    const { rows } = await this.pool.query<KeyRow>(
      'SELECT * FROM access.ingest_key WHERE revoked_at IS NULL ORDER BY created_at DESC, id',
    );
    return rows.map(itemOf);
  }

  async create(name: string, kind: IngestKeyKind, by: string): Promise<NewIngestKey> {
    const secret = kind === 'api' ? newSecret('tqi_') : `whsec_${randomBytes(32).toString('base64')}`;
    const { rows } = await this.pool.query<KeyRow>(
      `INSERT INTO access.ingest_key (id, kind, name, key_hash, secret, created_at, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *`,
      [
        randomUUID(),
        kind,
        name,
        kind === 'api' ? sha256(secret) : null,
        kind === 'api' ? null : secret,
        Date.now(),
        by,
      ],
    );
    return { key: itemOf(rows[0]!), secret };
  }

  /** @throws ProblemError 404 */
  async revoke(id: string): Promise<void> {
    const { rowCount } = await this.pool.query(
      'UPDATE access.ingest_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL',
      [id, Date.now()],
    );
    if (rowCount === 0) throw new ProblemError(404, { detail: 'There is no such key.' });
  }
}

const itemOf = (row: KeyRow): IngestKeyItem => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  createdAt: new Date(row.created_at).toISOString(),
  createdBy: row.created_by,
});
