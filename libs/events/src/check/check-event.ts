import { Type, type TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { catalogue, type EventType, type TutoringEvent } from '../catalogue';
import { decisions, type TutorDecision } from '../decisions';
import { envelopeFields, type EventDefinition } from '../schema/define-event';
import { registerFormats } from '../schema/formats';
import { scoreEvents, type ScoreEvent } from '../score-events';
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

function checkerFor<E>(definitions: readonly EventDefinition[]): (document: unknown) => Checked<E> {
  const byType = new Map<unknown, EventDefinition>(definitions.map((definition) => [definition.type, definition]));
  const ofNoType = Type.Object({
    ...envelopeFields,
    type: Type.Never({ description: 'one of the known event types' }),
    data: anObject,
  });
  return (document) => {
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      return { ok: false, problems: [{ pointer: '', detail: 'must be a JSON object' }] };
    }
    const type = Object.hasOwn(document, 'type') ? (document as { type: unknown }).type : undefined;
    const check = checkOf(byType.get(type)?.schema ?? ofNoType);
    const text = textProblems(document);
    if (text.length === 0 && check.Check(document)) return { ok: true, event: document as E };
    return { ok: false, problems: together(explain(check.Errors(document)), text) };
  };
}

function together(problems: readonly Problem[], text: readonly Problem[]): readonly Problem[] {
  const told = new Set(problems.map(({ pointer }) => pointer));
  return [...problems, ...text.filter(({ pointer }) => !told.has(pointer))].slice(0, mostProblems);
}

/**
 * Whether an already parsed JSON document is a fact by the contract (§1). Unknown fields are kept and ignored.
 * The event that it returns is the document itself.
 */
export const checkEvent: (document: unknown) => Checked<TutoringEvent> = checkerFor<TutoringEvent>(catalogue);

/** Whether an already parsed JSON document is an administrator's decision, as it stands on `coaching-events`. */
export const checkDecision: (document: unknown) => Checked<TutorDecision> = checkerFor<TutorDecision>(decisions);

/** Whether an already parsed JSON document is an event of `score-events`. */
export const checkScoreEvent: (document: unknown) => Checked<ScoreEvent> = checkerFor<ScoreEvent>(scoreEvents);

const dataSchemas = new Map<string, TSchema>(catalogue.map(({ type, data }) => [type, data]));

/** What keeps `data` from being the data of an event of this type: empty where it fits. Pointers begin at `data`. */
export function checkData(type: EventType, data: unknown): readonly Problem[] {
  const schema = dataSchemas.get(type);
  if (!schema) return [{ pointer: '', detail: 'belongs to an unknown type' }];
  const check = checkOf(schema);
  const text = textProblems(data);
  return check.Check(data) ? text : together(explain(check.Errors(data)), text);
}
