/**
 * Text from outside made fit to stand in one line of a mail: no control or direction-changing characters (they could
 * start a header line or turn the words around it), single spaces, at most `most` characters.
 */
export function oneLine(text: string, most = 80): string {
  const plain = text.toWellFormed().replace(unseen, ' ').replace(/\s+/g, ' ').trim();
  const characters = [...plain];
  return characters.length <= most
    ? plain
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** Controls, line and paragraph separators, and the marks that embed, override or isolate a direction. */
const unseen = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu;

/** The tutor's name as mails show it; before the platform has told it, the id. */
export function tutorName(tutor: { tutorId: string; tutorName: string | null }, most = 60): string {
  const name = oneLine(tutor.tutorName ?? '', most);
  if (name === '') return oneLine(`Tutor ${tutor.tutorId}`, most);
  return rightToLeft.test(name) ? `\u2068${oneLine(name, most - 2)}\u2069` : name;
}

/** A name written from right to left is isolated, or the figures behind it would be drawn in front of it. */
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A share as whole percent; one decimal where whole percent would say 0 of something that happened. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  return whole === 0 && share > 0 ? `${(share * 100).toFixed(1)} %` : `${whole} %`;
}

/** "1 session", "2 sessions" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** "19 h", "3 days", "12 min" between two instants. */
export function span(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** A sentence's first letter made large. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A sentence ends with a full stop, whoever wrote it. */
export function fullStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
