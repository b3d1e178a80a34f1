import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Principal, ProblemError, type Role } from '@tq/platform/http';
import type { Pool } from '@tq/platform/postgres';
import { ACCESS_POOL } from './access.pool';
import type { ApiTokenItem, NewApiToken } from './api/access.dto';
import { newSecret, sameDigest, sha256 } from './secret';

interface TokenRow {
  id: string;
  token_hash: Buffer;
  name: string;
  role: Role;
  created_at: number;
  created_by: string | null;
}

export const ENVIRONMENT_TOKENS = Symbol('tokens of the environment');

const freshMs = 3000;

/** Tokens of programs. Those of the environment may read; those made in Settings have a role each. */
@Injectable()
export class ApiTokens {
  private readonly fixed: Map<string, { digest: Buffer; principal: Principal }>;
  private stored = new Map<string, { digest: Buffer; principal: Principal }>();
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  constructor(
    @Inject(ACCESS_POOL) private readonly pool: Pool,
    @Inject(ENVIRONMENT_TOKENS) environmentTokens: readonly string[],
  ) {
    this.fixed = new Map(
      environmentTokens.map((token, index) =>
        entry(sha256(token), {
          kind: 'token',
          id: `environment-${index + 1}`,
          name: `GATEWAY_API_TOKENS #${index + 1}`,
          role: 'viewer',
        }),
      ),
    );
  }

  /** Whose token it is; without a look at the database wherever what is in memory suffices. */
  principalOf(token: string): Principal | null | Promise<Principal | null> {
    const digest = sha256(token);
    const known = lookUp(this.fixed, digest);
    if (known !== null) return known;
    if (Date.now() - this.readAt < freshMs) return lookUp(this.stored, digest);
    return this.read().then(
      () => lookUp(this.stored, digest),
      // The database is away: what was valid a moment ago stays so; of a token never seen we know nothing.
      (error: unknown) => {
        const last = lookUp(this.stored, digest);
        if (last === null) throw error;
        return last;
      },
    );
  }

  async list(): Promise<ApiTokenItem[]> {
    const { rows } = await this.pool.query<TokenRow>(
      'SELECT * FROM access.api_token WHERE revoked_at IS NULL ORDER BY created_at DESC, id',
    );
    return rows.map(itemOf);
  }

  async create(name: string, role: Role, by: string): Promise<NewApiToken> {
    const secret = newSecret('tqt_');
    const { rows } = await this.pool.query<TokenRow>(
      'INSERT INTO access.api_token (id, token_hash, name, role, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *',
      [randomUUID(), sha256(secret), name, role, Date.now(), by],
    );
    this.readAt = Number.NEGATIVE_INFINITY;
    return { token: itemOf(rows[0]!), secret };
  }

  /** @throws ProblemError 404 */
  async revoke(id: string): Promise<void> {
    const { rowCount } = await this.pool.query(
      'UPDATE access.api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL',
      [id, Date.now()],
    );
    this.readAt = Number.NEGATIVE_INFINITY;
    if (rowCount === 0) throw new ProblemError(404, { detail: 'There is no such token.' });
  }

  private read(): Promise<void> {
    this.reading ??= this.pool
      .query<TokenRow>('SELECT * FROM access.api_token WHERE revoked_at IS NULL')
      .then(({ rows }) => {
        this.stored = new Map(
          rows.map((row) =>
            entry(row.token_hash, { kind: 'token', id: row.id, name: `token "${row.name}"`, role: row.role }),
          ),
        );
        this.readAt = Date.now();
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
  }
}

const entry = (digest: Buffer, principal: Principal) => [digest.toString('base64'), { digest, principal }] as const;

function lookUp(
  tokens: ReadonlyMap<string, { digest: Buffer; principal: Principal }>,
  digest: Buffer,
): Principal | null {
  const found = tokens.get(digest.toString('base64'));
  return found !== undefined && sameDigest(found.digest, digest) ? found.principal : null;
}

const itemOf = (row: TokenRow): ApiTokenItem => ({
  id: row.id,
  name: row.name,
  role: row.role,
  createdAt: new Date(row.created_at).toISOString(),
  createdBy: row.created_by,
});
