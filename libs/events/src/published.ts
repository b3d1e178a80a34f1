import asyncApiDocument from '../documents/asyncapi.json' with { type: 'json' };
import { catalogue } from './catalogue';
import { decisions } from './decisions';
import type { EventDefinition } from './schema/define-event';
import { scoreEvents } from './score-events';
import { topics } from './topics';
import { documents } from './documents';

/** One published JSON Schema: a version of an event type. */
export interface PublishedSchema {
  /** The event type, such as `tutoring.session.rated.v1`. */
  readonly name: string;
  readonly summary: string;
  /** The topic on which events of the type stand. */
  readonly topic: string;
  /** The version that it takes the place of; null for a first one. */
  readonly replaces: string | null;
  readonly schema: object;
}

/** Every version of every event, in the order of the catalogues. */
export function publishedSchemas(facts: readonly EventDefinition[] = catalogue): readonly PublishedSchema[] {
  const texts = documents({}, facts);
  const onTopics = [
    [topics.sessionEvents.name, facts],
    [topics.scoreEvents.name, scoreEvents],
    [topics.coachingEvents.name, decisions],
  ] as const;
  return onTopics.flatMap(([topic, definitions]) =>
    definitions.map(({ type, summary, before }: EventDefinition) => ({
      name: type,
      summary,
      topic,
      replaces: before?.definition.type ?? null,
      schema: JSON.parse(texts[`${type}.schema.json`] ?? 'null') as object,
    })),
  );
}

/** The AsyncAPI document as it is recorded in the repository, examples included. */
export const publishedAsyncApi: object = asyncApiDocument;
