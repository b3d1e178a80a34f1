import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from './schema/define-event';
import { oneOf, parties } from './schema/fields';
import { daySchema, riskLevelSchema, scoreCardSchema } from './score-card';

const textOrNull = () => Type.Union([Type.String(), Type.Null()]);

// Made of ids (`ended/<tutorId>/<sessionId>`), so longer than one of the platform's.
const attributes = { id: Type.String({ minLength: 1, maxLength: 300, description: '1–300 characters' }) };

const session = {
  tutorId: Type.String(),
  tutorName: textOrNull(),
  sessionId: Type.String(),
  excused: Type.Boolean(),
  lessonSubject: textOrNull(),
  isFirstSession: Type.Boolean(),
  // Times are RFC 3339 texts.
  plannedStartsAt: textOrNull(),
  plannedEndsAt: textOrNull(),
  startedAt: textOrNull(),
  endedAt: textOrNull(),
  tutorJoinedAt: textOrNull(),
  /** When the fact that closed the session happened. */
  closedAt: Type.String(),
  /** When that fact came onto the log. */
  receivedAt: Type.String(),
  scoredAt: Type.String(),
  moves: Type.Array(
    Type.Object({
      by: oneOf(...parties),
      at: Type.String(),
      from: Type.String(),
      to: Type.String(),
      excused: Type.Boolean(),
      reasonCode: Type.String(),
    }),
  ),
  /** After this session. */
  card: scoreCardSchema,
  before: Type.Union([scoreCardSchema, Type.Null()]),
  /** Since which day the level holds. */
  levelSince: Type.Union([daySchema, Type.Null()]),
  /** The 30-day reschedule rate as of each of the last 90 days. */
  trend: Type.Array(Type.Object({ day: daySchema, rate: Type.Union([Type.Number(), Type.Null()]) })),
  /** The platform's, of which the days are. */
  timeZone: Type.String(),
  /** What a reader needs to draw and explain the figures: the limit in force and the day's Beta(α, β) prior. */
  rescheduleLimit: Type.Optional(Type.Number()),
  prior: Type.Optional(Type.Object({ alpha: Type.Number(), beta: Type.Number() })),
};

export const sessionEnded = defineEvent(
  'tutoring.session.ended.v1',
  'A session was held or missed, and this is how its tutor stands after it.',
  Type.Object({
    ...session,
    outcome: oneOf('held', 'missed'),
    missedBy: Type.Optional(oneOf('tutor', 'student')),
  }),
  attributes,
);

export const sessionClosed = defineEvent(
  'tutoring.session.closed.v1',
  'A session was called off: it stands in roll-ups and digests.',
  Type.Object({ ...session, outcome: Type.Literal('cancelled'), by: oneOf(...parties) }),
  attributes,
);

export const scoreChanged = defineEvent(
  'tutoring.score.changed.v1',
  "A tutor's risk level changed, or whether somebody should look at them.",
  Type.Object({
    tutorId: Type.String(),
    tutorName: textOrNull(),
    before: Type.Union([Type.Object({ riskLevel: riskLevelSchema, needsYou: Type.Boolean() }), Type.Null()]),
    card: scoreCardSchema,
    at: Type.String(),
  }),
  attributes,
);

/** Every version of every event that may stand on `score-events`. */
export const scoreEvents = [sessionEnded, sessionClosed, scoreChanged] as const;

export type ScoreEvent = { [I in keyof typeof scoreEvents]: EventOf<(typeof scoreEvents)[I]> }[number];
