import { asyncApi, type Examples } from './async-api';
import { catalogue } from './catalogue';
import { decisions } from './decisions';
import { ruleSetSchema } from './rule-set';
import type { EventDefinition } from './schema/define-event';
import { scoreEvents } from './score-events';

const draft = 'https://json-schema.org/draft/2020-12/schema';

/** TypeBox writes tuples as they were written before draft 2020-12. */
const inDraft = (schema: object): object =>
  JSON.parse(JSON.stringify(schema), (_, value: { items?: unknown; additionalItems?: unknown } | null) => {
    if (!Array.isArray(value?.items)) return value;
    const { items, additionalItems, ...others } = value;
    return { ...others, prefixItems: items, items: additionalItems };
  }) as object;

const print = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/**
 * What others read of the language, by file name: a JSON Schema for every version of every event, the rule set's, and
 * the AsyncAPI 3 document. Generated; a test holds the files in `libs/events/documents` to it.
 * @param facts the catalogue of `session-events`
 */
export function documents(
  examples: Examples,
  facts: readonly EventDefinition[] = catalogue,
): Readonly<Record<string, string>> {
  const schemas = [...facts, ...decisions, ...scoreEvents].map(({ schema }) => schema);
  return Object.fromEntries([
    ...[...schemas, ruleSetSchema].map(
      (schema) => [String(schema.$id), print({ $schema: draft, ...inDraft(schema) })] as const,
    ),
    ['asyncapi.json', print(asyncApi(examples, facts))] as const,
  ]);
}
