import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { catalogue, type EventType, type TutoringEvent } from '../catalogue';
import { decisions, type TutorDecision } from '../decisions';
import type { EventDefinition } from '../schema/define-event';
import { registerFormats } from '../schema/formats';
import { explain } from './explain';
import type { Problem } from './problem';
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

function checkerFor<E>(definitions: readonly EventDefinition[]): (document: unknown) => Checked<E> {
  const byType = new Map<unknown, EventDefinition>(definitions.map((definition) => [definition.type, definition]));
  return (document) => {
    if (typeof document !== 'object' || document === null || Array.isArray(document))
      return wrong('', 'must be a JSON object');
    if (!Object.hasOwn(document, 'type')) return wrong('/type', 'is missing: must be one of the known event types');
    const definition = byType.get((document as { type: unknown }).type);
    if (!definition) return wrong('/type', 'must be one of the known event types');
    const check = checkOf(definition.schema);
    const text = textProblems(document);
    if (text.length === 0 && check.Check(document)) return { ok: true, event: document as E };
    const problems = explain(check.Errors(document));
    const told = new Set(problems.map(({ pointer }) => pointer));
    return { ok: false, problems: [...problems, ...text.filter(({ pointer }) => !told.has(pointer))] };
  };
}

const wrong = (pointer: string, detail: string) => ({ ok: false, problems: [{ pointer, detail }] }) as const;

/**
 * Whether an already parsed JSON document is a fact by the contract (§1). Unknown fields are kept and ignored.
 * The event that it returns is the document itself.
 */
export const checkEvent: (document: unknown) => Checked<TutoringEvent> = checkerFor<TutoringEvent>(catalogue);

/** Whether an already parsed JSON document is an administrator's decision, as it stands on `coaching-events`. */
export const checkDecision: (document: unknown) => Checked<TutorDecision> = checkerFor<TutorDecision>(decisions);

const dataSchemas = new Map<string, TSchema>(catalogue.map(({ type, data }) => [type, data]));

/** What keeps `data` from being the data of an event of this type: empty where it fits. Pointers begin at `data`. */
export function checkData(type: EventType, data: unknown): readonly Problem[] {
  const schema = dataSchemas.get(type);
  if (!schema) return [{ pointer: '', detail: 'belongs to an unknown type' }];
  const check = checkOf(schema);
  const text = textProblems(data);
  return check.Check(data) ? text : [...explain(check.Errors(data)), ...text];
}
