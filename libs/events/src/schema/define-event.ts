import { Type, type Static, type TObject, type TSchema } from '@sinclair/typebox';
import { id, optional, time } from './fields';

/** One version of one event type: the only source of its static type, its check, its JSON Schema and its documentation. */
export interface EventDefinition<T extends string = string, D extends TSchema = TSchema> {
  readonly type: T;
  /** One sentence: what has happened when this is heard. */
  readonly summary: string;
  readonly data: D;
  /** The whole document, as JSON Schema. */
  readonly schema: TObject;
  /** The version that this one takes the place of, where it is not the first. */
  readonly before?: VersionBefore;
}

/** An older version, which stays on the log for ever, and how what it said is said now. */
export interface VersionBefore<E extends EventDefinition = EventDefinition, B = never> {
  readonly definition: E;
  /** Pure and total: for all data that fit the older version, data that fit the newer one. */
  readonly upcast: (data: B) => object;
}

/** A whole event of a definition. Extension attributes are kept and unknown. */
export type EventOf<E> =
  E extends EventDefinition<infer T, infer D>
    ? {
        specversion: '1.0';
        source: string;
        subject: string;
        id: string;
        type: T;
        time: string;
        recordedtime?: string | null;
        datacontenttype?: 'application/json' | null;
        data: Static<D>;
        [extension: string]: unknown;
      }
    : never;

/** The attributes of every event but its `type` and `data` (CloudEvents 1.0). */
export const envelopeFields = {
  specversion: Type.Literal('1.0', { description: '"1.0"' }),
  source: Type.String({
    format: 'uri-reference',
    minLength: 1,
    maxLength: 512,
    description: 'a URI reference of 1–512 characters, such as /rails/production',
  }),
  subject: id(),
  id: id(),
  time: time(),
  recordedtime: optional(time()),
  datacontenttype: optional(Type.Literal('application/json', { description: '"application/json"' })),
};

/** Defines an event type. `data` is the schema of its fields; `attributes` replace those of the envelope. */
export function defineEvent<const T extends string, D extends TSchema>(
  type: T,
  summary: string,
  data: D,
  attributes: { readonly id?: TSchema } = {},
): EventDefinition<T, D> {
  const schema = Type.Object(
    { ...envelopeFields, ...attributes, type: Type.Literal(type, { description: `"${type}"` }), data },
    { $id: `${type}.schema.json`, title: type, description: summary },
  );
  return { type, summary, data, schema };
}
