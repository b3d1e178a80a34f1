import { instantOf, language as platformLanguage, type Language } from '@tq/events';
import { anomaly, type Anomaly } from './anomaly';
import { excusedFacts, type ExcuseDecision } from './excuses.fold';
import type { AmendmentType, Fact } from './fact';
import { oneOfEachIdentity } from './identity.fold';
import { byTime, identityOf, type KnownEvent } from './known-event';

type Correction = Extract<KnownEvent, { type: 'tutoring.event.corrected.v1' }>;
type Retraction = Extract<KnownEvent, { type: 'tutoring.event.retracted.v1' }>;
type Original = Exclude<KnownEvent, { type: AmendmentType }>;

/**
 * The facts of one tutor as they stand, in their order, and what was odd about the events.
 * Depends on the set of events only. A part of a tutor's events gives a part of the facts as long as every event comes
 * with all that shares its identity and all corrections and retractions that speak of it.
 * @param events valid events of one tutor, in any order, any number of times
 * @param excuses administrators' decisions on this tutor's facts, in any order
 * @param language how older versions are understood: facts are given in the newest
 */
export function resolve(
  events: readonly KnownEvent[],
  excuses: readonly ExcuseDecision[] = [],
  language: Language = platformLanguage,
): { facts: Fact[]; anomalies: Anomaly[] } {
  const { events: distinct, anomalies } = oneOfEachIdentity(events);
  if (excuses.length === 0 && distinct.every(isOriginal)) return unamended(distinct, anomalies, language);
  const byIdentity = new Map(distinct.map((event) => [identityOf(event), event]));
  const retracted = retractedBy(distinct.filter(isRetraction), byIdentity, anomalies);
  const standing = distinct.filter((event) => !retracted.has(identityOf(event)));
  const corrections = latestThatFit(standing.filter(isCorrection), byIdentity, retracted, anomalies, language);
  const excused = excusedFacts(excuses);

  const facts = standing.filter(isOriginal).map((event) => {
    const correction = corrections.get(identityOf(event));
    // A correction speaks the version of what it corrects: it is understood together with it.
    const holds = newest(correction ? corrected(event, correction) : event, language);
    return { ...holds, excused: isExcused(holds, excused.has(identityOf(event))) };
  });
  return inOrder(facts, anomalies);
}

/** The common case, of which a backlog has many: nothing speaks of another event. */
function unamended(
  events: readonly Original[],
  anomalies: Anomaly[],
  language: Language,
): { facts: Fact[]; anomalies: Anomaly[] } {
  const facts = events.map((event) => {
    const holds = newest(event, language);
    return { ...holds, excused: isExcused(holds, false) };
  });
  return inOrder(facts, anomalies);
}

/** The event in the newest version of its type. Its identity, times and place are its own in every version. */
function newest<E extends Original>(event: E, language: Language): E {
  const said = language.newest(event);
  if (said === event) return event;
  return { ...event, type: said.type, data: said.data, written: { type: event.type, data: event.data } };
}

function inOrder(facts: Fact[], anomalies: Anomaly[]): { facts: Fact[]; anomalies: Anomaly[] } {
  for (const fact of facts) if (isFromTheFuture(fact)) anomalies.push(anomaly('dated-in-future', fact, fromTheFuture));
  return { facts: facts.sort(byTime), anomalies };
}

const isCorrection = (event: KnownEvent): event is Correction => event.type === 'tutoring.event.corrected.v1';
const isRetraction = (event: KnownEvent): event is Retraction => event.type === 'tutoring.event.retracted.v1';
const isOriginal = (event: KnownEvent): event is Original => !isCorrection(event) && !isRetraction(event);

function retractedBy(
  retractions: readonly Retraction[],
  events: ReadonlyMap<string, KnownEvent>,
  anomalies: Anomaly[],
): Set<string> {
  const retracted = new Set<string>();
  for (const retraction of retractions) {
    const identity = identityOf({ source: retraction.source, id: retraction.data.retracts });
    const target = events.get(identity);
    if (!target) {
      anomalies.push(
        anomaly(
          'retraction-of-unknown',
          retraction,
          `Retracts ${retraction.data.retracts}, of which this source said nothing.`,
        ),
      );
    } else if (isRetraction(target)) {
      anomalies.push(anomaly('retraction-of-retraction', retraction, `Retracts ${target.id}, itself a retraction.`));
    } else {
      retracted.add(identity);
    }
  }
  return retracted;
}

function latestThatFit(
  corrections: readonly Correction[],
  events: ReadonlyMap<string, KnownEvent>,
  retracted: ReadonlySet<string>,
  anomalies: Anomaly[],
  language: Language,
): Map<string, Correction> {
  const latest = new Map<string, Correction>();
  for (const correction of corrections) {
    const identity = identityOf({ source: correction.source, id: correction.data.corrects });
    const target = events.get(identity);
    const problem = whyNot(correction, target, language);
    if (problem) {
      anomalies.push(problem);
    } else if (!retracted.has(identity)) {
      const known = latest.get(identity);
      if (!known || byTime(known, correction) < 0) latest.set(identity, correction);
    }
  }
  return latest;
}

function whyNot(correction: Correction, target: KnownEvent | undefined, language: Language): Anomaly | undefined {
  const { corrects, data } = correction.data;
  if (!target)
    return anomaly('correction-of-unknown', correction, `Corrects ${corrects}, of which this source said nothing.`);
  if (isCorrection(target))
    return anomaly('correction-of-correction', correction, `Corrects ${corrects}, itself a correction.`);
  if (isRetraction(target))
    return anomaly('correction-of-retraction', correction, `Corrects ${corrects}, a retraction.`);
  const problem = language.checkData(target.type, data)[0];
  if (!problem) return undefined;
  return anomaly(
    'correction-does-not-fit',
    correction,
    `New data do not fit ${target.type}: ${problem.pointer} ${problem.detail}`,
  );
}

// The latest correction holds whole: without a time of its own the original time holds, not that of another correction.
function corrected(event: Original, { id, data }: Correction): Original & { correctedBy: string } {
  const at = data.time == null ? event.at : instantOf(data.time);
  return { ...event, at, data: data.data, correctedBy: id } as unknown as Original & { correctedBy: string };
}

function isExcused(event: Original, decided: boolean): boolean {
  const { type, data } = event;
  const tutors =
    type === 'tutoring.session.no-show.v1'
      ? data.missedBy === 'tutor'
      : type === 'tutoring.session.rescheduled.v1' || type === 'tutoring.session.cancelled.v1'
        ? data.initiatedBy === 'tutor'
        : false;
  return tutors && (decided || (data as { excused?: boolean | null }).excused === true);
}

// Clocks differ a little: the tolerance is that of the signed webhooks.
const clocksDiffer = 5 * 60_000;
const fromTheFuture = 'Dated after it reached the log.';
const isFromTheFuture = ({ at, record }: Fact): boolean => at > record.timestamp + clocksDiffer;
