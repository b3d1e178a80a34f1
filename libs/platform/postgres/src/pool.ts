import pg from 'pg';

export type Pool = pg.Pool;
export type Client = pg.PoolClient;
/** Whatever can run a statement: a pool (each statement alone) or a client (within its transaction). */
export type Queryable = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;

const int8 = 20;
const arrayOfInt8 = 1016;

/** Times are epoch milliseconds and offsets are far below 2^53: numbers hold both exactly. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === int8) return Number;
    if (oid === arrayOfInt8) return (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(Number);
    return pg.types.getTypeParser(oid, format) as unknown;
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * A pool of connections. `bigint` arrives as number.
 * @param name shown in `pg_stat_activity`
 * @param onError hears of idle connections that broke (the pool replaces them)
 */
export function createPool(
  url: string,
  options: {
    readonly name: string;
    readonly max?: number;
    /** Server settings of every connection, such as `search_path`. */
    readonly settings?: Readonly<Record<string, string>>;
    /** A query that takes longer fails and its connection is closed: a paused server must not hold requests for ever. */
    readonly queryTimeoutMs?: number;
    readonly onError?: (error: Error) => void;
  },
): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: options.name,
    max: options.max ?? 5,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    ...(options.queryTimeoutMs === undefined ? {} : { query_timeout: options.queryTimeoutMs }),
    types,
    options: Object.entries(options.settings ?? {})
      .map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`)
      .join(' '),
  });
  pool.on('error', (error) => options.onError?.(error));
  return pool;
}
