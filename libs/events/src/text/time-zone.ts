const shape = /^[A-Za-z][A-Za-z0-9_+\-]*(?:\/[A-Za-z0-9_+\-]+)*$/;
const judged = new Map<string, boolean>();
const remembered = 2_000; // more than there are zones; junk from outside must not fill the memory

/** Whether the text names a zone of the IANA time zone database, as this runtime carries it. Offsets such as `+05:30` are none. */
export function isTimeZone(text: string): boolean {
  const known = judged.get(text);
  if (known !== undefined) return known;
  const answer = text.length <= 64 && shape.test(text) && isKnownToIntl(text);
  if (judged.size >= remembered) judged.clear();
  if (text.length <= 64) judged.set(text, answer);
  return answer;
}

function isKnownToIntl(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
