import { chmod, chown, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { postgresBinaries, postgresIdentity, type Identity } from './postgres-binaries';
import { answers } from './ports';
import { commandOf } from './process-identity';
import { runToEnd, startProcess, untilReady, type Running } from './running';
import { SetupError } from './setup-error';

export interface Postgres extends Running {
  /** `postgres://…` of the database `tutor_quality`. */
  readonly url: string;
}

export interface PostgresOptions {
  /** Its data; the same folder again goes on from the same data. */
  readonly dir: string;
  readonly port: number;
  readonly logFile?: string;
  /** For tests: trades safety against a failing machine for speed; a killed process still loses nothing. */
  readonly isThrowaway?: boolean;
  /** Called as soon as there is a process, before it is ready. */
  readonly spawned?: (running: Running) => void;
}

const password = 'postgres';
const database = 'tutor_quality';

const settingsOf = ({ port, isThrowaway = false }: PostgresOptions): string[] =>
  [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=192MB',
    'max_wal_size=2GB',
    'wal_level=minimal',
    'max_wal_senders=0',
    'jit=off',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(isThrowaway ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ].flatMap((setting) => ['-c', setting]);

/** Makes a cluster beside its place and puts it there whole: half of one, left by a kill, would be taken for a whole one. */
async function initialise(place: string, identity: Identity): Promise<void> {
  const { initdb } = await postgresBinaries();
  const dir = `${place}.new`;
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o700);
  if (identity.uid !== undefined && identity.gid !== undefined) await chown(dir, identity.uid, identity.gid);
  const passwordFile = `${dir}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity.uid !== undefined && identity.gid !== undefined) await chown(passwordFile, identity.uid, identity.gid);
  const args = [
    `--pgdata=${dir}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  try {
    await runToEnd(initdb, args, { ...identity, env: { ...process.env, LC_ALL: 'C' } });
    await rename(dir, place);
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw explained(error, place);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function explained(error: unknown, dir: string): unknown {
  const said = String(error);
  if (said.includes('Permission denied'))
    return new SetupError(
      `Postgres does not run as root here, and the user postgres cannot reach ${dir} or node_modules.`,
      'clone it and keep TQ_HOME where every user may look, such as /srv   (or start as a plain user)',
    );
  if (said.includes('No space left'))
    return new SetupError(
      `The disk of ${dir} is full.`,
      `df -h ${dir}   (then make room, or choose another disk with TQ_HOME)`,
    );
  return error;
}

/** After a reboot the number in a left-over lock may belong to somebody else, and Postgres would refuse to start. */
async function dropStaleLock(dir: string): Promise<void> {
  const lock = join(dir, 'postmaster.pid');
  const pid = Number((await readFile(lock, 'utf8').catch(() => '')).split('\n')[0]);
  if (pid > 0 && !commandOf(pid)?.includes('postgres')) await rm(lock, { force: true });
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/\/\w+$/, '/postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
}

/** Whether the server of this folder answers there: somebody else's may have taken the port since it was chosen. */
async function accepts(url: string, dir: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url.replace(/\/\w+$/, '/postgres'),
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === (await realpath(dir)) || rows[0]?.data_directory === dir;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * A real Postgres on 127.0.0.1 with the database `tutor_quality`, ready for clients when this resolves (1–2 s).
 * Works as root and as a plain user.
 * @throws SetupError when its binaries or its user are missing; Error when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { postgres } = await postgresBinaries();
  const identity = postgresIdentity();
  const isNew = await stat(join(options.dir, 'PG_VERSION')).then(
    () => false,
    () => true,
  );
  if (isNew) await initialise(options.dir, identity);
  else await dropStaleLock(options.dir);
  const running = startProcess({
    command: postgres,
    args: ['-D', options.dir, ...settingsOf(options)],
    stopSignal: 'SIGINT', // a fast shutdown: open transactions are rolled back, nobody is waited for
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
    ...identity,
  });
  options.spawned?.(running);
  const url = `postgres://postgres:${password}@127.0.0.1:${options.port}/${database}`;
  try {
    await untilReady(
      running,
      async () => (await answers(options.port)) && (await accepts(url, options.dir)),
      'Postgres',
    );
    await createDatabase(url);
  } catch (error) {
    await running.stop(5_000);
    throw error;
  }
  return { ...running, url };
}
