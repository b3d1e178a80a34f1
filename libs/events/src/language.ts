import { catalogue, type TutoringEvent } from './catalogue';
import { checkerFor, dataCheckerFor, type Checked } from './check/checker';
import type { Problem } from './check/problem';
import { readerOf } from './check/reader';
import type { EventDefinition } from './schema/define-event';

/** The type and the data of an event: what differs from version to version. */
export interface Said {
  readonly type: string;
  readonly data: object;
}

/** What can be said, in every version, and how to understand it. */
export interface Language<E = unknown> {
  /** Whether a parsed document is an event, in any version. The event is the document itself, as it was written. */
  readonly checkEvent: (document: unknown) => Checked<E>;
  /** The same from a record's bytes. */
  readonly readEvent: (value: Uint8Array | null) => Checked<E>;
  /** What keeps `data` from being those of an event of this type and version; empty where they fit. */
  readonly checkData: (type: string, data: unknown) => readonly Problem[];
  /**
   * What was said, as the newest version of its type says it; the same object where it is the newest.
   * The same data give the same object every time, so that whoever compares by object sees no difference.
   */
  readonly newest: <S extends Said>(said: S) => Said;
}

/**
 * The language of a catalogue.
 * @throws RangeError where a type is there twice, two take the place of one, or a version on the log would be forgotten
 */
export function languageOf<E>(definitions: readonly EventDefinition[]): Language<E> {
  const checkEvent = checkerFor<E>(definitions);
  return {
    checkEvent,
    readEvent: readerOf(checkEvent),
    checkData: dataCheckerFor(definitions),
    newest: upcasterOf(definitions),
  };
}

function upcasterOf(definitions: readonly EventDefinition[]): (said: Said) => Said {
  const types = new Set<string>();
  const next = new Map<string, EventDefinition>();
  for (const definition of definitions) {
    if (types.has(definition.type)) throw new RangeError(`${definition.type} is defined twice.`);
    types.add(definition.type);
    const older = definition.before?.definition.type;
    if (older === undefined) continue;
    if (next.has(older)) throw new RangeError(`Both ${next.get(older)?.type} and ${definition.type} replace ${older}.`);
    next.set(older, definition);
  }
  for (const older of next.keys())
    if (!types.has(older)) throw new RangeError(`${older} was replaced, but stays on the log: it must stay defined.`);
  if (next.size === 0) return (said) => said;

  const upcasts = new WeakMap<object, Said>();
  return (said) => {
    if (!next.has(said.type)) return said;
    const known = upcasts.get(said.data);
    if (known) return known;
    let { type, data } = said;
    for (let newer = next.get(type); newer?.before; newer = next.get(type)) {
      data = newer.before.upcast(data as never);
      type = newer.type;
    }
    const now = { type, data };
    upcasts.set(said.data, now);
    return now;
  };
}

/** The language of the platform: every fact that may stand on `session-events`. */
export const language: Language<TutoringEvent> = languageOf<TutoringEvent>(catalogue);
