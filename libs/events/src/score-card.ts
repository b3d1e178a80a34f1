import { Type, type Static } from '@sinclair/typebox';
import { readingSchema } from './reading';

const orNull = <const S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Union([schema, Type.Null()]);
const rateOrNull = () => orNull(Type.Number({ minimum: 0, maximum: 1 }));
const count = () => Type.Integer({ minimum: 0 });

/** A calendar day, `YYYY-MM-DD`, of the platform's time zone. */
export const daySchema = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

export const riskLevelSchema = Type.Union([
  Type.Literal('high'),
  Type.Literal('watch'),
  Type.Literal('ok'),
  Type.Literal('insufficient-data'),
]);
export type RiskLevel = Static<typeof riskLevelSchema>;

/** What a tutor's sessions add up to over some days (contract §2). Rates are unrounded quotients, null over 0. */
export const windowFiguresSchema = Type.Object({
  counted: count(),
  tutorMoved: count(),
  held: count(),
  missed: count(),
  tutorCancelled: count(),
  moves: Type.Object({ tutor: count(), student: count(), platform: count() }),
  rescheduleRate: rateOrNull(),
  noShowRate: rateOrNull(),
  cancellationRate: rateOrNull(),
});
export type WindowFigures = Static<typeof windowFiguresSchema>;

/** All that is judged of a tutor as of a day: exactly an item of `GET /api/tutors`. */
export const scoreCardSchema = Type.Object({
  tutorId: Type.String(),
  name: orNull(Type.String()),
  asOf: daySchema,
  riskLevel: riskLevelSchema,
  needsYou: Type.Boolean(),
  evidence: Type.Object({
    grade: Type.Union([Type.Literal('confirmed'), Type.Literal('likely'), Type.Literal('early'), Type.Null()]),
    /** That the true reschedule rate exceeds the limit. */
    probability: rateOrNull(),
    /** 95 % score interval (Wilson) of the true reschedule rate. */
    interval: orNull(Type.Tuple([Type.Number(), Type.Number()])),
    /** Days. */
    window: Type.Union([Type.Literal(7), Type.Literal(30), Type.Literal(90)]),
  }),
  /** 0–100, 100 first. */
  priority: Type.Number({ minimum: 0, maximum: 100 }),
  /** 0–100, 100 best: 100 + the sum of the parts' points. */
  score: Type.Number({ minimum: 0, maximum: 100 }),
  parts: Type.Array(Type.Object({ part: Type.String(), points: Type.Number(), because: Type.String() })),
  windows: Type.Object({ '7': windowFiguresSchema, '30': windowFiguresSchema, '90': windowFiguresSchema }),
  /** The one sentence for Triage. */
  reason: Type.String(),
  readings: Type.Array(readingSchema),
  /** RFC 3339, or null. */
  departedAt: orNull(Type.String()),
  ruleSetVersion: Type.Integer(),
});
export type ScoreCard = Static<typeof scoreCardSchema>;
