import { rmdirSync, rmSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { copyLog, copyOut, format, manifestName, progressOf, sumOf, writeManifest } from '@tq/platform/backup';
import type { BackedUpTable, Cut, Manifest } from '@tq/platform/backup';
import { createKafka, EndOffsets } from '@tq/platform/kafka';
import { SetupError } from '@tq/platform/local';
import { activeProjection, createPool, inTransaction, type Client } from '@tq/platform/postgres';
import { readSettings, type Settings } from '@tq/platform/settings';
import { withServers, type Servers } from '../replay/with-servers';
import { throttled } from '../start/throttled';
import { keptTopics, schemaSteps, tablesToKeep } from './contents';
import { levelChanges } from './level-changes';

/** The database at one moment, and how far the log went at that moment. */
interface Snapshot {
  readonly takenAt: string;
  readonly timeZone: string;
  readonly cut: Cut;
  readonly steps: Manifest['steps'];
  readonly tables: readonly BackedUpTable[];
  readonly files: Manifest['files'];
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** `npm run backup -- DIR`: everything that cannot be worked out again, while it runs. */
export async function backupCommand(folder: string, { secrets }: { readonly secrets: boolean }): Promise<void> {
  // npm runs scripts at the root of the project, wherever it was called.
  const dir = resolve(process.env['INIT_CWD'] ?? '', folder);
  const settings = readSettings();
  const isNew = await claim(dir);
  const discard = (): void => discardUnfinished(dir, isNew);
  try {
    await withServers(settings, (servers, ending) => {
      ending.addEventListener('abort', discard); // what follows is the end of the process
      return backUp(settings, servers, dir, secrets, ending);
    });
  } catch (error) {
    discard();
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new SetupError(`The disk is full: nothing of the backup is left in ${dir}.`, `npm run backup -- <a folder on a larger disk>   (or make room: df -h ${dir})`); // prettier-ignore
  }
}

/** Takes away what there is of a backup that will not come to its end: with it the folder can be used again. */
function discardUnfinished(dir: string, withFolder: boolean): void {
  for (const name of ['log', 'tables', 'secrets.json', `${manifestName}.new`])
    rmSync(join(dir, name), { recursive: true, force: true });
  if (withFolder) rmdirSync(dir);
}

/** @returns whether the folder is new @throws SetupError where it holds anything */
async function claim(dir: string): Promise<boolean> {
  let isNew: boolean;
  let there: string[];
  try {
    isNew = (await mkdir(dir, { recursive: true, mode: 0o700 })) !== undefined;
    there = await readdir(dir);
  } catch (error) {
    throw new SetupError(`${dir} cannot be written (${(error as NodeJS.ErrnoException).code}).`, 'npm run backup -- <a folder of yours>'); // prettier-ignore
  }
  if (there.length === 0) return isNew;
  const what = there.includes(manifestName)
    ? 'holds a backup already'
    : there.includes('log') || there.includes('tables')
      ? 'holds a backup that was interrupted (it has no manifest.json): remove it'
      : 'is not empty';
  throw new SetupError(`${dir} ${what}.`, 'npm run backup -- <a new folder>');
}

async function backUp(
  settings: Settings,
  { kafkaBrokers, databaseUrl }: Servers,
  dir: string,
  withSecrets: boolean,
  ending: AbortSignal,
): Promise<void> {
  const begun = performance.now();
  const kafka = createKafka({ brokers: kafkaBrokers.split(','), clientId: 'backup' });
  const pool = createPool(databaseUrl, { name: 'backup', max: 1 });
  let snapshot: Snapshot;
  try {
    snapshot = await inTransaction(pool, (client) => snapshotOf(client, dir, () => endsOf(kafka)), {
      isolation: 'repeatable read',
      readOnly: true,
    });
  } finally {
    await pool.end();
  }
  ending.throwIfAborted();
  const rows = snapshot.tables.reduce((sum, table) => sum + table.rows, 0);
  say(`Database as of ${snapshot.takenAt}: ${rows.toLocaleString('en')} rows of ${snapshot.tables.length} tables.`);

  const records = Object.values(snapshot.cut).reduce(
    (all, ends) => all + [...ends.values()].reduce((a, b) => a + b, 0),
    0,
  );
  const progress = progressOf('records of the log', records, throttled(say), () => performance.now());
  const log = await copyLog(kafka, dir, snapshot.cut, progress);
  ending.throwIfAborted();

  const kept = withSecrets ? await keepSecrets(settings.TQ_HOME, dir) : {};
  const { takenAt, timeZone, steps, tables } = snapshot;
  await writeManifest(dir, {
    format,
    takenAt,
    finishedAt: new Date().toISOString(),
    timeZone,
    steps,
    topics: log.topics,
    tables,
    files: { ...snapshot.files, ...log.files, ...kept },
  });
  const seconds = Math.max(1, Math.round((performance.now() - begun) / 1000));
  const copied = Object.values(log.topics).flat();
  process.stdout.write(
    `Backed up to ${dir} as of ${takenAt}: ${copied.reduce((sum, one) => sum + one.records, 0).toLocaleString('en')} records of the log ` +
      `and ${rows.toLocaleString('en')} rows in ${seconds} s.\n` +
      `It holds names, what was mailed and password hashes${'secrets.json' in kept ? ', and the keys of this installation (secrets.json, for its owner only)' : ''}: keep it as safe as the system itself.\n`,
  );
}

/** Where the log ends. */
async function endsOf(kafka: ReturnType<typeof createKafka>): Promise<Cut> {
  const ends = new EndOffsets(kafka);
  try {
    const all = await ends.of(keptTopics.map(({ name }) => name));
    return Object.fromEntries(
      keptTopics.map(({ name }) => [
        name,
        new Map(all.filter(({ topic }) => topic === name).map(({ partition, end }) => [partition, end])),
      ]),
    );
  } finally {
    await ends.close();
  }
}

/**
 * Everything of the database that is kept, and the cut of the log: its end just after, so that it holds everything that
 * was acknowledged or published until then, however far scoring is behind.
 */
async function snapshotOf(client: Client, dir: string, ends: () => Promise<Cut>): Promise<Snapshot> {
  const active = await activeProjection(client);
  if (!active) throw new SetupError('Nothing was ever folded here: there is nothing to back up.', 'npm start');
  const { rows: clock } = await client.query<{ at: Date }>('SELECT now() AS at');
  const { rows: offsets } = await client.query<{ topic: string; partition: number; next: number }>(
    `SELECT topic, partition, next_offset AS next FROM ${active.schema}.fold_offset`,
  );
  const cut = await ends();
  for (const { topic, partition, next } of offsets) {
    const end = cut[topic]?.get(partition) ?? 0;
    if (end < next)
      throw new Error(`${topic}/${partition} ends at ${end}, but ${next} records of it were folded: this database was made from another log.`); // prettier-ignore
  }
  const { rows: steps } = await client.query<{ schema: string; names: string[] }>(
    'SELECT schema, array_agg(name ORDER BY applied_at, name) AS names FROM tq.migration WHERE schema = ANY ($1) GROUP BY schema',
    [Object.keys(schemaSteps)],
  );
  const tables: BackedUpTable[] = [];
  const files: Record<string, { bytes: number; sha256: string }> = {};
  const keep = async (...what: Parameters<typeof copyOut>): Promise<void> => {
    const { table, sum } = await copyOut(...what);
    tables.push(table);
    files[table.file] = sum;
  };
  for (const table of await tablesToKeep(client)) await keep(client, dir, table);
  await keep(client, dir, { schema: active.schema, ...levelChanges.from }, levelChanges.as);
  return {
    takenAt: (clock[0]?.at ?? new Date()).toISOString(),
    timeZone: active.timeZone,
    cut,
    steps: Object.fromEntries(steps.map(({ schema, names }) => [schema, names])),
    tables,
    files,
  };
}

/** The keys that producers and programs use, where they are kept in TQ_HOME. */
async function keepSecrets(home: string, dir: string): Promise<Manifest['files']> {
  const copy = join(dir, 'secrets.json');
  try {
    await copyFile(join(home, 'secrets.json'), copy); // keeps the mode: for its owner only
  } catch {
    return {};
  }
  return { 'secrets.json': await sumOf(copy) };
}
