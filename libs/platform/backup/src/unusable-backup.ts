/** A folder that cannot be restored from; the message says why in one sentence. */
export class UnusableBackup extends Error {
  override readonly name = 'UnusableBackup';
}
