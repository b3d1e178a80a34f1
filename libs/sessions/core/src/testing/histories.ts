import fc from 'fast-check';
import type { ExcuseDecision } from '../excuses.fold';
import type { KnownEvent } from '../known-event';
import {
  cancelledByPlatform,
  cancelledByStudent,
  cancelledByTutor,
  completed,
  corrected,
  departed,
  missedByStudent,
  missedByTutor,
  movedByPlatform,
  movedByStudent,
  movedByTutor,
  onTheLog,
  rated,
  registered,
  retracted,
  scheduled,
  type Draft,
} from './events';
import { timeOf } from './week';

// Few ids, sources, sessions and times: what collides in the wild once a year collides here in every history.
const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'C', 'x1');
const sources = fc.constantFrom('/rails', '/mobile');
const sessions = fc.constantFrom('s1', 's2', 's3');
const times = fc
  .tuple(fc.constantFrom('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'), fc.constantFrom('00:00', '12:00', '23:59'))
  .map(([day, clock]) => `${day} ${clock}`);
const excuse = fc.constantFrom({}, { excused: true }, { excused: false }, { excused: null });

const facts: fc.Arbitrary<Draft> = fc
  .tuple(
    fc.constantFrom(
      ...[movedByTutor, movedByTutor, movedByStudent, movedByPlatform, completed, completed, missedByTutor],
      ...[missedByStudent, cancelledByTutor, cancelledByStudent, cancelledByPlatform, rated],
    ),
    sessions,
    times,
    excuse,
  )
  .map(([make, sessionId, on, data]) => make(sessionId, on, data));
const plans = fc
  .tuple(sessions, times, fc.boolean())
  .map(([sessionId, on, isFirstSession]) => scheduled(sessionId, on, { isFirstSession }));
const abouts = fc.oneof(
  fc.tuple(fc.constantFrom('Ana', 'Anna'), times).map(([name, on]) => registered(name, on)),
  times.map((on) => departed(on)),
);
const originals = fc.oneof(
  { weight: 8, arbitrary: facts },
  { weight: 2, arbitrary: plans },
  { weight: 1, arbitrary: abouts },
);
const amendments = fc.oneof(
  fc
    .tuple(ids, originals, times, fc.option(times.map(timeOf), { nil: undefined }))
    .map(([id, by, on, time]) => withTime(corrected(id, by, on), time)),
  fc.tuple(ids, times).map(([id, on]) => retracted(id, on)),
);

const recordedTimes = fc.constantFrom(null, null, ...[2, 4, 5].map((ms) => `1970-01-01T00:00:00.00${ms}Z`));

/** One tutor's records: colliding identities, amendments of anything by anything, any order. */
export const histories: fc.Arbitrary<KnownEvent[]> = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 3, arbitrary: originals }, { weight: 1, arbitrary: amendments }),
      ids,
      sources,
      fc.record({ timestamp: fc.integer({ min: 1, max: 6 }), partition: fc.integer({ min: 0, max: 1 }) }),
      recordedTimes,
    ),
    { maxLength: 40 },
  )
  .map((drafts) =>
    onTheLog(
      drafts.map(([{ document }, id, source, record, recordedtime]) => ({
        document: { ...document, id, source, recordedtime },
        record,
      })),
    ),
  );

/** Administrators' decisions on the facts of such a history. */
export const excuses: fc.Arbitrary<ExcuseDecision[]> = fc
  .array(
    fc.record({
      source: fc.constant('/console'),
      id: fc.constantFrom('1', '2', '3', '4', '5'),
      at: fc.integer({ min: 1, max: 3 }),
      learnedAt: fc.integer({ min: 1, max: 6 }),
      excused: fc.boolean(),
      fact: fc.record({ source: sources, id: ids }),
    }),
    { maxLength: 8 },
  )
  .map((decisions) => [...new Map(decisions.map((decision) => [decision.id, decision])).values()]);

/** The same, delivered in another order and some of it more than once. */
export function redelivered<T>(things: readonly T[]): fc.Arbitrary<T[]> {
  return fc
    .array(fc.nat({ max: Math.max(0, things.length - 1) }), { maxLength: 10 })
    .map((again) => [...things, ...again.flatMap((i) => things.slice(i, i + 1))])
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
}

function withTime({ document, record }: Draft, time: string | undefined): Draft {
  if (time === undefined) return { document, record };
  return { document: { ...document, data: { ...(document['data'] as object), time } }, record };
}
