import { Type, type TSchema } from '@sinclair/typebox';
import { ValueErrorType, type ValueErrorIterator } from '@sinclair/typebox/errors';
import { mostProblems, type Problem } from './problem';

/** TypeBox's errors as sentences: what each value must be, in the words of its schema's description. */
export function explain(errors: ValueErrorIterator): Problem[] {
  const problems = new Map<string, Problem>();
  for (const { path, schema, type, value } of errors) {
    // A missing field is listed twice, as missing and as undefined: the first says it.
    if (!problems.has(path)) problems.set(path, { pointer: path, detail: sentence(schema, type, value) });
    if (problems.size === mostProblems) break;
  }
  return [...problems.values()];
}

function sentence(schema: TSchema, type: ValueErrorType, value: unknown): string {
  const expected = schema.description ?? 'different';
  if (type === ValueErrorType.ObjectRequiredProperty || value === undefined) return `is missing: must be ${expected}`;
  if (type === ValueErrorType.ObjectAdditionalProperties) return 'is not a known field';
  return `must be ${expected}`;
}

/** Any object. */
export const anObject = Type.Object({}, { description: 'an object' });
