import type { Static, TSchema } from '@sinclair/typebox';
import { defineEvent, type EventDefinition, type VersionBefore } from './define-event';

/** `tutoring.session.rated.v1` → `['tutoring.session.rated', 1]`. */
function versionOf(type: string): readonly [name: string, version: number] {
  const [, name = type, version = 'NaN'] = /^(.*)\.v([1-9]\d*)$/.exec(type) ?? [];
  return [name, Number(version)];
}

/**
 * Defines the version of an event type that follows on a shipped one, which is never edited and stays on the log.
 * @param upcast pure and total: what the version before said, as this one says it. It sees `data` only: identity, times
 *   and extension attributes are the event's own in every version.
 * @throws RangeError where the type is not the next version of the one before
 */
export function nextVersion<const T extends string, D extends TSchema, const P extends string, B extends TSchema>(
  before: EventDefinition<P, B>,
  type: T,
  summary: string,
  data: D,
  upcast: (data: Static<B>) => Static<D> & object,
): EventDefinition<T, D> & { readonly before: VersionBefore<EventDefinition<P, B>, Static<B>> } {
  const [name, version] = versionOf(before.type);
  if (type !== `${name}.v${version + 1}`)
    throw new RangeError(`${type} does not follow on ${before.type}: ${name}.v${version + 1} does.`);
  return { ...defineEvent(type, summary, data), before: { definition: before, upcast } };
}
