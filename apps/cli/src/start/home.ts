import { mkdir, readFile, rename, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, SetupError } from '@tq/platform/local';

/** Raised when what lies in TQ_HOME can no longer be read by this program. */
const format = 1;
const gigabyte = 1e9;

export interface HomeRecord {
  readonly format: number;
  /** What the first start made of it, for ever: an empty installation never becomes a demo. */
  readonly began: 'demo' | 'empty';
  /** Of a demo: where its history ends and its live stream begins (RFC 3339). */
  readonly liveFrom?: string;
  /** Of a demo: whether the whole history is on the log. */
  readonly historySent?: boolean;
}

export interface Home {
  readonly dir: string;
  readonly record: HomeRecord;
  readonly isNew: boolean;
}

const fileOf = (dir: string) => join(dir, 'home.json');

/** Writes a file so that whoever reads it sees the old or the new one, never half. */
export async function writeWhole(file: string, value: unknown, mode = 0o644): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(value, undefined, 2)}\n`, { mode });
  await rename(`${file}.new`, file);
}

/** What is free where `dir` lies, in bytes. */
export async function freeSpace(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
}

/** @throws SetupError when the disk has no room for what a start of this kind writes. */
export async function checkSpace(dir: string, neededBytes: number): Promise<void> {
  const free = await freeSpace(dir);
  if (free >= neededBytes) return;
  const gigabytes = (bytes: number) => `${(bytes / gigabyte).toFixed(1)} GB`;
  throw new SetupError(
    `The disk is full: ${gigabytes(free)} are free in ${dir}, and ${gigabytes(neededBytes)} are needed.`,
    `TQ_HOME=<a folder on a larger disk> npm start   (or make room: df -h ${dir})`,
  );
}

/** What an existing TQ_HOME says of itself; undefined when nothing began there yet. @throws SetupError for data of another version. */
export async function readHome(dir: string): Promise<HomeRecord | undefined> {
  const aside = `mv ${dir} ${dir}.old   (or choose another folder with TQ_HOME)`;
  const text = await readFile(fileOf(dir), 'utf8').catch(() => undefined);
  if (text === undefined) {
    if ((await exists(join(dir, 'kafka'))) || (await exists(join(dir, 'postgres'))))
      throw new SetupError(`${dir} holds data that no start of this program made.`, aside);
    return undefined;
  }
  let record: Partial<HomeRecord>;
  try {
    record = JSON.parse(text) as Partial<HomeRecord>;
  } catch {
    throw new SetupError(`${fileOf(dir)} cannot be read as JSON.`, aside);
  }
  if (record.format !== format)
    throw new SetupError(
      `The data in ${dir} is of version ${record.format}; this program reads version ${format}.`,
      aside,
    );
  const cluster = await readFile(join(dir, 'postgres/PG_VERSION'), 'utf8').catch(() => undefined);
  if (cluster !== undefined && cluster.trim() !== '18')
    throw new SetupError(`The database in ${dir} is of Postgres ${cluster.trim()}; this program brings 18.`, aside);
  return record as HomeRecord;
}

/** Opens TQ_HOME, and makes it on the first start. @throws SetupError when it cannot be written or read. */
export async function openHome(dir: string, began: HomeRecord['began']): Promise<Home> {
  try {
    await mkdir(join(dir, 'logs'), { recursive: true });
    await writeFile(join(dir, '.writable'), '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') await checkSpace(dir, gigabyte);
    throw new SetupError(
      `${dir} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
      `TQ_HOME=<a folder of yours> npm start`,
    );
  }
  const record = await readHome(dir);
  if (record) {
    await checkSpace(dir, record.began === 'demo' && !record.historySent ? 3 * gigabyte : gigabyte / 2);
    return { dir, record, isNew: false };
  }
  await checkSpace(dir, began === 'demo' ? 3 * gigabyte : gigabyte);
  const fresh: HomeRecord = {
    format,
    began,
    ...(began === 'demo' ? { liveFrom: new Date().toISOString(), historySent: false } : {}),
  };
  await writeWhole(fileOf(dir), fresh);
  return { dir, record: fresh, isNew: true };
}

/** Keeps that the demo's history is whole, so that the next start does not send it again. */
export async function historyIsSent(home: Home): Promise<void> {
  await writeWhole(fileOf(home.dir), { ...home.record, historySent: true } satisfies HomeRecord);
}
