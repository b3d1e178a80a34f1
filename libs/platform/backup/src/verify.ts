import { join } from 'node:path';
import type { Manifest } from './manifest';
import { sumOf } from './packed-file';
import { UnusableBackup } from './unusable-backup';

/**
 * Compares every file of a backup with its sum.
 * @param told hears of the bytes that were read so far
 * @throws UnusableBackup that names the first file that is missing or other than it was written
 */
export async function verifyFiles(dir: string, manifest: Manifest, told: (bytes: number) => void): Promise<void> {
  let read = 0;
  for (const [file, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const now = await sumOf(join(dir, file)).catch(() => undefined);
    if (!now) throw new UnusableBackup(`${join(dir, file)} is missing or cannot be read: nothing was restored.`);
    if (now.sha256 !== sha256)
      throw new UnusableBackup(`${join(dir, file)} is not as it was written (SHA-256): nothing was restored.`);
    told((read += bytes));
  }
}
