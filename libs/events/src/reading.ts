import { Type, type Static } from '@sinclair/typebox';

/** The one shape in which every judgement travels: a level, a number, one sentence for a person, the facts it rests on. */
export const readingSchema = Type.Object({
  /** Which aspect was judged: `reschedules`, `no-shows`, `cancellations` … */
  signal: Type.String(),
  level: Type.Union([Type.Literal('ok'), Type.Literal('watch'), Type.Literal('high'), Type.Literal('unknown')]),
  /** An unrounded rate between 0 and 1, or null where there is nothing to divide by. */
  value: Type.Union([Type.Number(), Type.Null()]),
  because: Type.String(),
  /** Ids of the facts. */
  facts: Type.Array(Type.String()),
  /** Days. */
  window: Type.Union([Type.Literal(7), Type.Literal(30), Type.Literal(90)]),
  recommendation: Type.Optional(Type.String()),
  ruleSetVersion: Type.Integer(),
});

export type Reading = Static<typeof readingSchema>;
