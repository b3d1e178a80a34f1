const subjectField = Buffer.from('"subject":"');
const quote = 0x22;

/**
 * Which bucket a record belongs to: that of its tutor. Almost always the key is the tutor's id, which a look at the
 * bytes confirms; else the document is read. It need not be right for what is no event, and whoever reads the bucket
 * looks again: a document may name its subject twice.
 */
export function bucketOfRecord(key: Buffer | null, value: Buffer | null, buckets: number): number {
  if (key && value && says(value, key)) return bucketOfBytes(key, buckets);
  return bucketOfTutor(subjectOf(value) ?? '', buckets);
}

/** The bucket of a tutor's id. */
export function bucketOfTutor(tutorId: string, buckets: number): number {
  return bucketOfBytes(Buffer.from(tutorId), buckets);
}

/** FNV-1a, whose low bits are good enough for a few hundred buckets. */
function bucketOfBytes(bytes: Buffer, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return ((hash ^ (hash >>> 16)) >>> 0) % buckets;
}

function says(value: Buffer, key: Buffer): boolean {
  const at = value.indexOf(subjectField) + subjectField.length;
  if (at < subjectField.length || value[at + key.length] !== quote) return false;
  for (let i = 0; i < key.length; i++) if (value[at + i] !== key[i]) return false;
  return true;
}

function subjectOf(value: Buffer | null): string | undefined {
  try {
    const document: unknown = JSON.parse((value ?? '').toString());
    const subject: unknown = (document as { subject?: unknown } | null)?.subject;
    return typeof subject === 'string' ? subject : undefined;
  } catch {
    return undefined;
  }
}
