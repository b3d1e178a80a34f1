import { constants, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { finishTopic, prepareTopic, progressOf, readManifest, verifyFiles, writeLog } from '@tq/platform/backup';
import type { Manifest } from '@tq/platform/backup';
import { createKafka } from '@tq/platform/kafka';
import { SetupError } from '@tq/platform/local';
import { createPool, inTransaction, type Pool } from '@tq/platform/postgres';
import { readSettings, type Settings } from '@tq/platform/settings';
import { withServers, type Servers } from '../replay/with-servers';
import { openHome, readHome, writeWhole } from '../start/home';
import { embedsOf } from '../start/installation';
import { holderOf } from '../start/lock';
import { keepSecrets, readSecrets } from '../start/secrets';
import { throttled } from '../start/throttled';
import { keptTopics, migrateAll } from './contents';
import { expectEmptyDatabase, expectEmptyLog } from './empty';
import { finishRestore } from './finish-restore';
import { foldRestored } from './fold-restored';
import { beginRestore, restoreState } from './restore-state';
import { expectKnownSteps, restoreTables } from './restore-tables';
import { restoring } from './restoring';

export interface RestoreOptions {
  readonly sendPending: boolean;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const now = (): number => performance.now();

/** `npm run restore -- DIR`: a backup becomes an installation, in an empty TQ_HOME or on empty servers. */
export async function restoreCommand(folder: string, options: RestoreOptions): Promise<void> {
  // npm runs scripts at the root of the project, wherever it was called.
  const dir = resolve(process.env['INIT_CWD'] ?? '', folder);
  const settings = readSettings();
  const home = settings.TQ_HOME;
  const manifest = await readManifest(dir);
  expectKnownSteps(manifest);
  expectSameZone(settings, manifest, dir);
  await expectFree(home, dir);
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  const progress = progressOf('MB compared with their sums', bytes / 1e6, throttled(say), now);
  await verifyFiles(dir, manifest, (read) => progress(read / 1e6));
  say(`${Object.keys(manifest.files).length} files are as they were written.`);

  await mkdir(home, { recursive: true });
  await writeFile(join(home, restoring), `${dir}\n`);
  await openHome(home, 'empty');
  await restoreSecrets(home, settings.ADMIN_EMAIL, manifest.files['secrets.json'] ? dir : undefined);
  await withServers(settings, (servers, ending) => restore(settings, servers, dir, manifest, options, ending));
  await rm(join(home, restoring), { force: true });
}

/** Who signs in, signs in as before; the keys are the backup's where it has them, else made anew. Those that are here stay. */
async function restoreSecrets(home: string, adminEmail: string, from: string | undefined): Promise<void> {
  if (from !== undefined)
    await copyFile(join(from, 'secrets.json'), join(home, 'secrets.json'), constants.COPYFILE_EXCL).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  else if (Object.keys(await readSecrets(home)).length === 0)
    await writeWhole(join(home, 'secrets.json'), { admin: { email: adminEmail, password: '(as it was)' } }, 0o600);
  await keepSecrets(home, adminEmail);
}

/** @throws SetupError: in another zone the days, and with them the numbers, would not be those of the backup */
function expectSameZone({ PLATFORM_TIME_ZONE }: Settings, { timeZone }: Manifest, dir: string): void {
  if (PLATFORM_TIME_ZONE === timeZone) return;
  throw new SetupError(
    `The backup counts days in ${timeZone}, and PLATFORM_TIME_ZONE is ${PLATFORM_TIME_ZONE}: in other days its numbers would be others.`,
    `PLATFORM_TIME_ZONE=${timeZone} npm run restore -- ${dir}   (another zone afterwards: npm run replay -- --swap)`,
  );
}

/** @throws SetupError where TQ_HOME holds an installation, other than the beginning of this restore */
async function expectFree(home: string, dir: string): Promise<void> {
  if (holderOf(home) !== undefined)
    throw new SetupError(`It is running from ${home}: a restore needs an empty installation.`, `TQ_HOME=<a new folder> npm run restore -- ${dir}`); // prettier-ignore
  const embeds = embedsOf(process.env);
  if (!embeds.broker && !embeds.postgres) return;
  const begun = await readFile(join(home, restoring), 'utf8').catch(() => undefined);
  if (begun === undefined && (await readHome(home)) !== undefined)
    throw new SetupError(`${home} holds an installation already: a restore needs an empty one.`, `TQ_HOME=<a new folder> npm run restore -- ${dir}`); // prettier-ignore
  if (begun !== undefined && begun.trim() !== dir)
    throw new SetupError(`A restore of ${begun.trim()} into ${home} was begun and has not ended.`, `npm run restore -- ${begun.trim()}   (or begin anew: rm -r ${home})`); // prettier-ignore
}

async function restore(
  settings: Settings,
  servers: Servers,
  dir: string,
  manifest: Manifest,
  { sendPending }: RestoreOptions,
  ending: AbortSignal,
): Promise<void> {
  const begun = now();
  const pool = createPool(servers.databaseUrl, { name: 'restore', max: 2 });
  try {
    if (await begin(pool, servers, dir, manifest, sendPending)) await restoreTables(pool, dir, manifest, sendPending);
    await migrateAll(pool);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    say(`Database: ${rows.toLocaleString('en')} rows of ${manifest.tables.length} tables.`);
    ending.throwIfAborted();
    const records = await restoreLog(servers, dir, manifest);
    ending.throwIfAborted();
    await foldRestored(settings, servers, manifest.timeZone, throttled(say));
    await finishRestore(pool, dir, manifest, sendPending);
    const seconds = Math.max(1, Math.round((now() - begun) / 1000));
    process.stdout.write(
      `Restored as of ${manifest.takenAt} in ${seconds} s: ${records.toLocaleString('en')} records of the log, folded anew, and ${rows.toLocaleString('en')} rows.\n` +
        (sendPending
          ? 'What waited to be mailed then is mailed by this installation once it runs.\n'
          : 'What waited to be mailed then is not mailed from here, since it is where the backup was made (--send-pending would).\n') +
        `Next: ${chosen(manifest)}npm start\n`,
    );
  } finally {
    await pool.end();
  }
}

/** What a start must be told again, as this command was. */
function chosen({ timeZone }: Manifest): string {
  const names = ['TQ_HOME', 'DATABASE_URL', 'KAFKA_BROKERS'].filter((name) => process.env[name] !== undefined);
  const zone = timeZone === 'UTC' ? [] : [`PLATFORM_TIME_ZONE=${timeZone}`];
  return [...zone, ...names.map((name) => `${name}=${name === 'TQ_HOME' ? process.env[name] : '…'}`)]
    .map((one) => `${one} `)
    .join('');
}

/**
 * @returns whether the tables are still to be brought in; else an earlier restore of the same backup goes on
 * @throws SetupError where the servers are not empty, or another backup was begun on them
 */
async function begin(
  pool: Pool,
  { kafkaBrokers }: Servers,
  dir: string,
  { takenAt }: Manifest,
  sendPending: boolean,
): Promise<boolean> {
  const known = await restoreState(pool);
  if (!known) {
    await expectEmptyDatabase(pool);
    await expectEmptyLog(kafkaBrokers.split(','));
    await inTransaction(pool, (client) => beginRestore(client, takenAt, sendPending));
    return true;
  }
  if (known.takenAt !== takenAt)
    throw new SetupError(
      `A restore of the backup as of ${known.takenAt} was begun on this database and has not ended; ${dir} is as of ${takenAt}.`,
      'restore that one to its end, or begin anew with an empty database and an empty broker',
    );
  if (known.sendPending !== sendPending)
    throw new SetupError(
      `The restore that has not ended was begun ${known.sendPending ? 'with' : 'without'} --send-pending.`,
      `npm run restore -- ${dir}${known.sendPending ? ' --send-pending' : ''}`,
    );
  say('An earlier restore of this backup was interrupted: it goes on.');
  return known.tablesAt === null;
}

async function restoreLog({ kafkaBrokers }: Servers, dir: string, manifest: Manifest): Promise<number> {
  const kafka = createKafka({ brokers: kafkaBrokers.split(','), clientId: 'restore' });
  const all = Object.values(manifest.topics).flat();
  const records = all.reduce((sum, one) => sum + one.records, 0);
  let [before, current] = [0, 0];
  const progress = progressOf('records of the log written', records, throttled(say), now);
  for (const topic of keptTopics) {
    const partitions = manifest.topics[topic.name] ?? [];
    await prepareTopic(kafka, topic, Math.max(topic.partitions, partitions.length));
    await writeLog(kafka, dir, topic.name, partitions, (written) => progress(before + (current = written)));
    await finishTopic(kafka, topic);
    before += current;
  }
  const gaps = all.flatMap((one) => one.gaps);
  if (gaps.length > 0)
    say(
      `${gaps.length} places of the log held no record (of transactional producers): the records behind them have lower offsets now.`,
    );
  return records;
}
