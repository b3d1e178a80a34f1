import type { TSchema } from '@sinclair/typebox';
import { catalogue } from './catalogue';
import { decisions } from './decisions';
import type { EventDefinition } from './schema/define-event';
import { scoreEvents } from './score-events';
import { topics, type Topic } from './topics';

const contentType = 'application/cloudevents+json';

/** Recorded documents by event type, shown as examples. */
export type Examples = Readonly<Record<string, readonly { readonly name: string; readonly payload: object }[]>>;

const message = ({ type, summary, before }: EventDefinition, examples: Examples) => ({
  name: type,
  title: type,
  summary,
  contentType,
  headers: {
    type: 'object',
    properties: { 'content-type': { type: 'string', const: `${contentType}; charset=UTF-8` } },
  },
  payload: { $ref: `#/components/schemas/${type}` },
  bindings: { kafka: { key: { type: 'string', description: 'subject: the id of the tutor' } } },
  ...(before ? { 'x-replaces': before.definition.type } : {}),
  ...(examples[type] ? { examples: examples[type] } : {}),
});

const channel = (topic: Topic, definitions: readonly EventDefinition[]) => ({
  address: topic.name,
  description: topic.purpose,
  messages: Object.fromEntries(definitions.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
  bindings: {
    kafka: {
      topic: topic.name,
      partitions: topic.partitions,
      topicConfiguration: Object.fromEntries(
        Object.entries(topic.configs).map(([name, value]) => [name, /^-?\d+$/.test(value) ? Number(value) : value]),
      ),
    },
  },
  'x-owner': topic.owner,
  'x-producers': topic.producers,
  'x-consumers': topic.consumers,
});

/** A schema without what is only its own in a file of its own. */
function component({ $id: _, ...schema }: TSchema): object {
  return schema;
}

/** The whole language as an AsyncAPI 3 document: every topic, every version of every event on it. */
export function asyncApi(examples: Examples = {}, facts: readonly EventDefinition[] = catalogue): object {
  const onChannels: Readonly<Record<keyof typeof topics, readonly EventDefinition[]>> = {
    sessionEvents: facts,
    deadLetters: [],
    scoreEvents,
    coachingEvents: decisions,
  };
  const all = Object.values(onChannels).flat();
  const channels = Object.entries(topics).map(
    ([name, topic]) => [name, channel(topic, onChannels[name as keyof typeof topics])] as const,
  );
  const operations = channels.map(
    ([name, { description }]) =>
      [`send.${name}`, { action: 'send', channel: { $ref: `#/channels/${name}` }, summary: description }] as const,
  );
  const document = {
    asyncapi: '3.0.0',
    info: { title: 'Tutor quality: the events', version: '1.0.0' },
    defaultContentType: contentType,
    channels: Object.fromEntries(channels),
    operations: Object.fromEntries(operations),
    components: {
      messages: Object.fromEntries(all.map((definition) => [definition.type, message(definition, examples)])),
      schemas: Object.fromEntries(all.map(({ type, schema }) => [type, component(schema)])),
    },
  };
  // TypeBox marks its schemas with symbols; the document is plain JSON.
  return JSON.parse(JSON.stringify(document)) as object;
}
