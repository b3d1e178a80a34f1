import { Type, type TLiteral, type TObject, type TProperties, type TSchema, type TUnion } from '@sinclair/typebox';

// `description` says what the value must be: the check uses it as the sentence for a person, the documents print it.

/** An identifier of an event, a tutor, a student or a session. */
export const id = () =>
  Type.String({ pattern: '^[\\x21-\\x7e]{1,128}$', description: '1–128 printable ASCII characters without space' });

/** A time: strict RFC 3339, compared as an instant cut to the millisecond. */
export const time = () =>
  Type.String({
    format: 'date-time',
    description: 'an RFC 3339 time with an offset and a real date, such as 2026-03-02T16:00:00Z',
  });

export const timeZone = () =>
  Type.String({ format: 'iana-time-zone', description: 'a time zone of the IANA database, such as America/New_York' });

export const languageTag = () =>
  Type.String({ format: 'language-tag', description: 'a BCP 47 language tag, such as en-US' });

export const text = () => Type.String({ description: 'text' });

export const flag = () => Type.Boolean({ description: 'true or false' });

export const milliseconds = () => Type.Number({ description: 'a number of milliseconds' });

/** One of a few words. */
export function oneOf<const W extends readonly string[]>(...words: W) {
  const literals = words.map((word) => Type.Literal(word)) as { -readonly [I in keyof W]: TLiteral<W[I] & string> };
  return Type.Union(literals, {
    description: `one of ${words.join(', ')}`,
  }) as unknown as TUnion<{ -readonly [I in keyof W]: TLiteral<W[I] & string> }>;
}

/** A field that may be missing; `null` there is as if it were. */
export function optional<S extends TSchema>(schema: S) {
  return Type.Optional(
    Type.Union([schema, Type.Null()], schema.description === undefined ? {} : { description: schema.description }),
  );
}

/** The fields of a type's `data`; fields that are not named here are kept and ignored. */
export const fields = <P extends TProperties>(properties: P): TObject<P> =>
  Type.Object(properties, { description: 'an object' });

export const parties = ['tutor', 'student', 'platform'] as const;
export const moveReasons = [
  'illness',
  'emergency',
  'schedule-conflict',
  'vacation',
  'technical',
  'student-request',
  'other',
] as const;
