import type { Checked } from './checker';

/** The largest document that is an event, in bytes: it leaves room for headers within Kafka's limit of a megabyte. */
export const largestEvent = 900_000;

// A byte order mark is no JSON (RFC 8259 §8.1): it is left in the text, where the parser refuses it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const wrong = (detail: string) => ({ ok: false, problems: [{ pointer: '', detail }] }) as const;

/** Reads a record's value: at most 900 kB of UTF-8, JSON, and all that `check` asks. What it gives never throws. */
export function readerOf<E>(
  check: (document: unknown, text: 'any' | 'plain') => Checked<E>,
): (value: Uint8Array | null) => Checked<E> {
  return (value) => {
    if (value === null) return wrong('has no value');
    if (value.byteLength > largestEvent) return wrong(`must not be larger than ${largestEvent} bytes`);
    let document: unknown;
    let text: string;
    try {
      text = utf8.decode(value);
      document = JSON.parse(text);
    } catch {
      return wrong('must be JSON in UTF-8');
    }
    // In UTF-8 and JSON, U+0000 and half a pair can only be escapes: where there is none, nothing need be looked through.
    return check(document, text.includes('\\u') ? 'any' : 'plain');
  };
}
