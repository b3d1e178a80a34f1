import fc from 'fast-check';
import { checkEvent, standardRuleSet, type RuleSet } from '@tq/events';
import { dayFromText, knownEvent, type ExcuseDecision, type KnownEvent } from '@tq/sessions/core';
import type { ReadingOf } from './change.rule';
import type { Told } from './told';

/** A history of some hundred days begins here. */
export const firstDay = dayFromText('2026-06-01');
export const timeZone = 'America/St_Johns';
const start = Date.parse('2026-06-01T00:00:00Z');
const hour = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();

/** When, in hours after the first day's begin. */
export type Hours = number;
export const momentOf = (hours: Hours): number => start + hours * hour;

const kinds = {
  scheduled: (at: number) => ({ studentId: 'ben', lessonSubject: 'Algebra', isFirstSession: true, startsAt: iso(at), endsAt: iso(at + hour) }),
  rescheduled: (at: number, by: string) => ({ initiatedBy: by, reasonCode: 'other', previousStartsAt: iso(at), newStartsAt: iso(at + hour), newEndsAt: iso(at + 2 * hour) }),
  cancelled: (_: number, by: string) => ({ initiatedBy: by, reasonCode: 'other' }),
  completed: (at: number) => ({ startedAt: iso(at - hour), endedAt: iso(at) }),
  'no-show': (_: number, by: string) => ({ missedBy: by === 'platform' ? 'student' : by }),
} as const; // prettier-ignore
export type Kind = keyof typeof kinds;

/** A fact of a session, learned when it happened unless another moment is given. */
export function said(id: string, kind: Kind, sessionId: string, at: Hours, more: { by?: string; learned?: Hours; excused?: boolean } = {}): KnownEvent {
  const data = { sessionId, ...kinds[kind](momentOf(at), more.by ?? 'tutor'), ...(more.excused && kind !== 'scheduled' && kind !== 'completed' && { excused: true }) };
  return event(id, `tutoring.session.${kind}.v1`, at, more.learned ?? at, data);
} // prettier-ignore
export const corrects = (id: string, of: string, by: KnownEvent, at: Hours, time?: Hours): KnownEvent =>
  event(id, 'tutoring.event.corrected.v1', at, at, { corrects: of, data: by.data, ...(time !== undefined && { time: iso(momentOf(time)) }) }); // prettier-ignore
export const retracts = (id: string, of: string, at: Hours): KnownEvent =>
  event(id, 'tutoring.event.retracted.v1', at, at, { retracts: of, reason: 'It was another.' });
export const excuses = (id: string, of: string, at: Hours, excused = true): ExcuseDecision => ({
  source: '/console', id, at: momentOf(at), learnedAt: momentOf(at), excused, fact: { source: '/rails', id: of },
}); // prettier-ignore

function event(id: string, type: string, at: Hours, learned: Hours, data: object): KnownEvent {
  const checked = checkEvent({ specversion: '1.0', source: '/rails', subject: 'ana', id, type, time: iso(momentOf(at)), data }); // prettier-ignore
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return knownEvent(checked.event, { timestamp: momentOf(learned), partition: 0, offset: 0 });
}

// Few ids and sessions, so that words on facts meet facts, and facts meet in sessions.
const ids = fc.integer({ min: 1, max: 30 }).map((n) => `e${n}`);
const hours = fc.integer({ min: 0, max: 130 * 24 });
const sessions = fc.integer({ min: 1, max: 14 }).map((n) => `s${n}`);
const facts = fc
  .tuple(ids, fc.constantFrom(...(Object.keys(kinds) as Kind[]), 'completed', 'rescheduled'), sessions, hours, fc.record({
    by: fc.constantFrom('tutor', 'tutor', 'student', 'platform'), late: fc.constantFrom(0, 0, 30, 24 * 40), excused: fc.boolean(),
  }))
  .map(([id, kind, sessionId, at, { late, ...more }]) => said(id, kind, sessionId, at, { ...more, learned: at + late })); // prettier-ignore
const words = fc.oneof(
  fc.tuple(ids, ids, facts, hours, fc.option(hours, { nil: undefined })).map(([id, of, by, at, time]) => corrects(`c${id}`, of, by, at, time)),
  fc.tuple(ids, ids, hours).map(([id, of, at]) => retracts(`r${id}`, of, at)),
  fc.tuple(ids, ids, hours).map(([id, of, at]) => retracts(`r${id}`, `c${of}`, at)),
); // prettier-ignore
const decisions = fc.tuple(ids, ids, hours, fc.boolean()).map(([id, of, at, is]) => excuses(`x${id}`, of, at, is));

export const tolds: fc.Arbitrary<Told> = fc
  .tuple(fc.array(facts, { maxLength: 60 }), fc.array(words, { maxLength: 12 }), fc.array(decisions, { maxLength: 5 }))
  .map(([some, spoken, decided]) => ({ events: [...some, ...spoken], excuses: decided, timeZone }));

const priors = fc.constantFrom({ alpha: 1, beta: 9 }, { alpha: 3.5, beta: 20 });
const strict: RuleSet = {
  ...standardRuleSet,
  version: 2,
  rescheduleLimit: 0.1,
  minimumCounted: 2,
  window: 7,
  fallbackWindow: 30,
};
/** A reading of any day in or about the history, as known at any moment, by either of two priors and rule sets. */
export const readings: fc.Arbitrary<ReadingOf> = fc.record({
  asOf: fc.integer({ min: firstDay - 100, max: firstDay + 260 }),
  knownAt: fc.option(hours.map(momentOf), { nil: null }),
  prior: priors,
  rules: fc.constantFrom(standardRuleSet, strict),
}); // prettier-ignore
