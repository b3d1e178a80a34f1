import { checkEvent, readEvent, type TutorDecision, type TutoringEvent } from '@tq/events';

// The oracle is written from the contract alone and shares nothing with the product but the check of one event: slow,
// in the plainest words, so that a difference between the two is worth a look.

/** A record as the log holds it. `timestamp` in epoch milliseconds. */
export interface LogRecord {
  readonly value: Uint8Array | null;
  readonly timestamp: number;
  readonly partition: number;
  readonly offset: number;
}

/** A fact after all that was said about it. */
export interface StandingFact {
  readonly tutorId: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly instant: number;
  readonly data: Record<string, unknown>;
}

/** A decision, and the timestamp of its record on `coaching-events` (epoch milliseconds; without it, its `time`). */
export type LoggedDecision = TutorDecision & { readonly loggedAt?: number };

/**
 * Every fact that stands, of all tutors, in the contract's order.
 * @param knownAt epoch milliseconds: as far as it was known then
 */
export function standingFacts(
  log: readonly LogRecord[],
  allDecisions: readonly LoggedDecision[],
  knownAt = Infinity,
): StandingFact[] {
  const facts: StandingFact[] = [];
  const isKnown = (event: { recordedtime?: string | null }, logged: number): boolean => {
    const learned = event.recordedtime ? instant(event.recordedtime) : logged;
    return (learned > logged ? logged : learned) <= knownAt;
  };
  const known = theEvents(log).flatMap(({ event, timestamp }) => (isKnown(event, timestamp) ? [event] : []));
  const decisions = allDecisions.filter((one) => isKnown(one, one.loggedAt ?? instant(one.time)));
  const bySubject = Map.groupBy(known, ({ subject }) => subject);
  for (const event of [...bySubject.values()].flat()) {
    const events = bySubject.get(event.subject) ?? [];
    if (event.type === 'tutoring.event.corrected.v1' || event.type === 'tutoring.event.retracted.v1') continue;
    if (isRetracted(event, events)) continue;
    const correction = events
      .filter((other) => corrects(other, event) && !isRetracted(other, events))
      .sort(inOrder)
      .at(-1);
    const said = correction?.data as { data: Record<string, unknown>; time?: string | null } | undefined;
    const data = { ...(said ? said.data : (event.data as Record<string, unknown>)) };
    if (isExcusedByDecision(event, decisions)) data['excused'] = true;
    facts.push({
      tutorId: event.subject,
      source: event.source,
      id: event.id,
      type: event.type,
      instant: instant(said?.time ?? event.time),
      data,
    });
  }
  return facts.sort((a, b) => a.instant - b.instant || bytewise(a.id, b.id) || bytewise(a.source, b.source));
}

/** One event for each identity: the valid record with the lowest (timestamp, partition, offset). */
function theEvents(log: readonly LogRecord[]): { event: TutoringEvent; timestamp: number }[] {
  const sorted = [...log].sort((a, b) => a.timestamp - b.timestamp || a.partition - b.partition || a.offset - b.offset);
  const events = new Map<string, { event: TutoringEvent; timestamp: number }>();
  for (const { value, timestamp } of sorted) {
    const read = readEvent(value);
    if (!read.ok) continue;
    const identity = JSON.stringify([read.event.source, read.event.subject, read.event.id]);
    if (!events.has(identity)) events.set(identity, { event: read.event, timestamp });
  }
  return [...events.values()];
}

function isRetracted(event: TutoringEvent, events: readonly TutoringEvent[]): boolean {
  if (event.type === 'tutoring.event.retracted.v1') return false;
  return events.some(
    (other) =>
      other.type === 'tutoring.event.retracted.v1' &&
      other.source === event.source &&
      other.subject === event.subject &&
      other.data.retracts === event.id,
  );
}

function corrects(correction: TutoringEvent, fact: TutoringEvent): boolean {
  return (
    correction.type === 'tutoring.event.corrected.v1' &&
    correction.source === fact.source &&
    correction.subject === fact.subject &&
    correction.data.corrects === fact.id &&
    checkEvent({ ...fact, data: correction.data.data }).ok
  );
}

function isExcusedByDecision(fact: TutoringEvent, decisions: readonly TutorDecision[]): boolean {
  const last = decisions
    .filter(({ subject, data }) => subject === fact.subject && data.source === fact.source && data.id === fact.id)
    .sort(inOrder)
    .at(-1);
  return last?.type === 'tutoring.fact.excused.v1';
}

interface Timed {
  readonly time: string;
  readonly id: string;
  readonly source: string;
}
function inOrder(a: Timed, b: Timed): number {
  return instant(a.time) - instant(b.time) || bytewise(a.id, b.id) || bytewise(a.source, b.source);
}

/** UTF-8 sorts by bytes as it does by code points. */
export function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Epoch milliseconds; digits of the second beyond the third are cut off. */
function instant(rfc3339: string): number {
  return Date.parse(rfc3339.toUpperCase().replace(/(\.\d{3})\d+/, '$1'));
}
