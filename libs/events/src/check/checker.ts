import { Type, type TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { envelopeFields, type EventDefinition } from '../schema/define-event';
import { registerFormats } from '../schema/formats';
import { anObject, explain } from './explain';
import { mostProblems, type Problem } from './problem';
import { textProblems } from './text-problems';

/** A document that is an event, or everything that is wrong with it (never an empty list). */
export type Checked<E> =
  { readonly ok: true; readonly event: E } | { readonly ok: false; readonly problems: readonly Problem[] };

const compiled = new Map<TSchema, TypeCheck<TSchema>>();

/** Compiled at first use, so that whoever only wants the types pays nothing. */
function checkOf(schema: TSchema): TypeCheck<TSchema> {
  const known = compiled.get(schema);
  if (known) return known;
  registerFormats();
  const check = TypeCompiler.Compile(schema);
  compiled.set(schema, check);
  return check;
}

/**
 * The check of whole documents: whether one is an event of these definitions. The event that it returns is the document
 * itself. `plain`: it is known to hold no text that {@link textProblems} would find.
 */
export function checkerFor<E>(
  definitions: readonly EventDefinition[],
): (document: unknown, text?: 'any' | 'plain') => Checked<E> {
  const byType = new Map<unknown, EventDefinition>(definitions.map((definition) => [definition.type, definition]));
  const ofNoType = Type.Object({
    ...envelopeFields,
    type: Type.Never({ description: 'one of the known event types' }),
    data: anObject,
  });
  return (document, text = 'any') => {
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      return { ok: false, problems: [{ pointer: '', detail: 'must be a JSON object' }] };
    }
    const type = Object.hasOwn(document, 'type') ? (document as { type: unknown }).type : undefined;
    const check = checkOf(byType.get(type)?.schema ?? ofNoType);
    const bad = text === 'plain' ? [] : textProblems(document);
    if (bad.length === 0 && check.Check(document)) return { ok: true, event: document as E };
    return { ok: false, problems: together(explain(check.Errors(document)), bad) };
  };
}

function together(problems: readonly Problem[], text: readonly Problem[]): readonly Problem[] {
  const told = new Set(problems.map(({ pointer }) => pointer));
  return [...problems, ...text.filter(({ pointer }) => !told.has(pointer))].slice(0, mostProblems);
}

/**
 * The check of `data` alone: what keeps them from being the data of an event of a type, empty where they fit.
 * Pointers begin at `data`.
 */
export function dataCheckerFor(
  definitions: readonly EventDefinition[],
): (type: string, data: unknown) => readonly Problem[] {
  const schemas = new Map<string, TSchema>(definitions.map(({ type, data }) => [type, data]));
  return (type, data) => {
    const schema = schemas.get(type);
    if (!schema) return [{ pointer: '', detail: 'belongs to an unknown type' }];
    const check = checkOf(schema);
    const text = textProblems(data);
    return check.Check(data) ? text : together(explain(check.Errors(data)), text);
  };
}
