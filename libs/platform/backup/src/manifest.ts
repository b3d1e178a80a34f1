import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnusableBackup } from './unusable-backup';

/** Raised when a folder is written in another way than this program reads. */
export const format = 1;

/** The last file of a backup: whoever finds it has the whole of it. */
export const manifestName = 'manifest.json';

/** One partition of a topic. Offsets are those of the log that was backed up. */
export interface BackedUpPartition {
  readonly partition: number;
  readonly file: string;
  /** The first offset that is not in the backup. */
  readonly to: number;
  readonly records: number;
  /** Offsets at which the log held no record (places of transactional producers): a restored log has none there. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

export interface BackedUpTable {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly file: string;
}

/** What is in a backup, and what the installation was that it was made of. */
export interface Manifest {
  readonly format: number;
  /** The moment of the cut: the database as it was then, and the log up to its end then (RFC 3339). */
  readonly takenAt: string;
  readonly finishedAt: string;
  /** Days are calendar days of this zone. */
  readonly timeZone: string;
  /** The steps that had been run in each schema: a restore runs the same before it brings rows in. */
  readonly steps: Readonly<Record<string, readonly string[]>>;
  readonly topics: Readonly<Record<string, readonly BackedUpPartition[]>>;
  readonly tables: readonly BackedUpTable[];
  /** Every file but this one. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/** Writes it, with its own sum, so that it is there whole or not at all. */
export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const file = join(dir, manifestName);
  const text = JSON.stringify({ ...manifest, sha256: sumOfManifest(manifest) }, undefined, 2);
  await writeFile(`${file}.new`, `${text}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

const sumOfManifest = (manifest: Manifest): string =>
  createHash('sha256').update(JSON.stringify(manifest)).digest('hex');

/** @throws UnusableBackup where there is none, one of another format, or one that was changed since */
export async function readManifest(dir: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(join(dir, manifestName), 'utf8');
  } catch {
    throw new UnusableBackup(
      `${dir} is no backup, or one that was interrupted: it has no ${manifestName}, which is written last.`,
    );
  }
  const broken = new UnusableBackup(`${join(dir, manifestName)} is not as it was written: nothing was restored.`);
  let written: Manifest & { readonly sha256?: string };
  try {
    written = JSON.parse(text) as typeof written;
  } catch {
    throw broken;
  }
  const { sha256, ...manifest } = written;
  if (manifest.format !== format)
    throw new UnusableBackup(`The backup in ${dir} is of format ${manifest.format}; this program reads ${format}.`);
  if (sha256 !== sumOfManifest(manifest)) throw broken;
  return manifest;
}
