import { Type } from '@sinclair/typebox';
import { catalogue, languageOf, nextVersion } from '@tq/events';
import type { Fact } from '../fact';

// A made-up version 2, to walk the road that a real one would take: the contract stays at version 1, and production's
// catalogue does not know this one.

const time = Type.String({ format: 'date-time', description: 'a time' });
const newData = Type.Object({
  sessionId: Type.String({ pattern: '^[\\x21-\\x7e]{1,128}$', description: 'an id' }),
  took: Type.Object({ from: time, to: time }, { description: 'an object' }),
  joined: Type.Union([
    Type.Null(),
    Type.Array(Type.Object({ who: Type.Union([Type.Literal('tutor'), Type.Literal('student')]), at: time })),
  ]),
});

const completedV1 = catalogue[3];

/** Who joined is a list, and the times of a session are one thing. */
export const completedV2 = nextVersion(
  completedV1,
  'tutoring.session.completed.v2',
  'A session took place.',
  newData,
  ({ sessionId, startedAt, endedAt, tutorJoinedAt, studentJoinedAt }) => ({
    sessionId,
    took: { from: startedAt, to: endedAt },
    joined: [
      ...(tutorJoinedAt == null ? [] : [{ who: 'tutor' as const, at: tutorJoinedAt }]),
      ...(studentJoinedAt == null ? [] : [{ who: 'student' as const, at: studentJoinedAt }]),
    ],
  }),
);

/** What the platform would speak then. */
export const languageWithV2 = languageOf([...catalogue, completedV2]);

/** The change that a real version 2 makes to the fold: it reads the new fields, and only these. */
export function readByTheFold(fact: Fact): Fact {
  if ((fact.type as string) !== completedV2.type) return fact;
  const { sessionId, took, joined } = fact.data as unknown as {
    sessionId: string;
    took: { from: string; to: string };
    joined: { who: string; at: string }[] | null;
  };
  const tutorJoinedAt = joined?.find(({ who }) => who === 'tutor')?.at ?? null;
  const data = { sessionId, startedAt: took.from, endedAt: took.to, tutorJoinedAt };
  return { ...fact, type: completedV1.type, data };
}
