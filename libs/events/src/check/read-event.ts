import type { TutoringEvent } from '../catalogue';
import type { TutorDecision } from '../decisions';
import type { ScoreEvent } from '../score-events';
import { checkDecision, checkEvent, checkScoreEvent, type Checked } from './check-event';

/** The largest document that is an event, in bytes: it leaves room for headers within Kafka's limit of a megabyte. */
export const largestEvent = 900_000;

// A byte order mark is no JSON (RFC 8259 §8.1): it is left in the text, where the parser refuses it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const wrong = (detail: string) => ({ ok: false, problems: [{ pointer: '', detail }] }) as const;

function reader<E>(check: (document: unknown) => Checked<E>): (value: Uint8Array | null) => Checked<E> {
  return (value) => {
    if (value === null) return wrong('has no value');
    if (value.byteLength > largestEvent) return wrong(`must not be larger than ${largestEvent} bytes`);
    let document: unknown;
    try {
      document = JSON.parse(utf8.decode(value));
    } catch {
      return wrong('must be JSON in UTF-8');
    }
    return check(document);
  };
}

/** A record's value as a fact: at most 900 kB of UTF-8, JSON, and all that `checkEvent` asks. Never throws. */
export const readEvent: (value: Uint8Array | null) => Checked<TutoringEvent> = reader(checkEvent);

/** A record's value as an administrator's decision. Never throws. */
export const readDecision: (value: Uint8Array | null) => Checked<TutorDecision> = reader(checkDecision);

/** A record's value as an event of `score-events`. Never throws. */
export const readScoreEvent: (value: Uint8Array | null) => Checked<ScoreEvent> = reader(checkScoreEvent);
