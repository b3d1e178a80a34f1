/** Bytes that the `X-Session` lines of one mail may take: mail servers refuse or cut longer headers (Postfix at 100 kB). */
const headerBudget = 60_000;
const lineOverhead = 'X-Session: \r\n'.length;

/** Splits what one mail is too small for, in the given order; each part holds at least one entry. */
export function partsOf<T>(entries: readonly T[], sessionOf: (entry: T) => string | null): T[][] {
  const parts: T[][] = [];
  let room = 0;
  for (const entry of entries) {
    const session = sessionOf(entry);
    const bytes = session === null ? 0 : session.length + lineOverhead;
    if (parts.length === 0 || bytes > room) {
      parts.push([]);
      room = headerBudget;
    }
    room -= bytes;
    parts.at(-1)?.push(entry);
  }
  return parts;
}
