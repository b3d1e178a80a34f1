import type { Client } from '@tq/platform/postgres';
import { byPlace, identityOf, targetOf, type KnownEvent } from '@tq/sessions/core';
import { lockTutors, type LockedTutor } from './lock-tutors';
import type { KnownDecision } from './records';
import { amendmentsAndTargets, decisionsOf, eventsOfSessions, eventsWithIdentity, type Identity } from './stored-facts';
import { changeOf, touchedSessions, type TutorChange, type TutorInput } from './tutor-change';

/** What a batch brings to one tutor, and what is loaded for it. */
interface Work {
  readonly tutorId: string;
  readonly fresh: KnownEvent[];
  readonly decisions: KnownDecision[];
  readonly stored: Map<string, KnownEvent>;
  readonly storedDecisions: KnownDecision[];
  /** Whether corrections, retractions or decisions are known or come now: then a fact may stand other than it was said. */
  amended: boolean;
}

export interface Changes {
  readonly tutors: readonly TutorChange[];
  /** Decisions whose rows must be written. */
  readonly decisions: readonly KnownDecision[];
  readonly amendedTutors: readonly string[];
  /** The tutors as they were before. */
  readonly locked: ReadonlyMap<string, LockedTutor>;
}

const isAmendment = (event: KnownEvent): boolean => targetOf(event) !== null;

/**
 * What new events and decisions change, under the lock of every tutor that they are about. Reads, writes nothing but
 * the tutors' rows. Fresh facts without amendments, the common case, cost three statements.
 */
export async function changesOf(
  client: Client,
  events: readonly KnownEvent[],
  decisions: readonly KnownDecision[],
  timeZone: string,
): Promise<Changes> {
  const works = workOf(events, decisions);
  const locked = await lockTutors(client, [...works.keys()].sort());
  const amendedBefore = (tutorId: string): boolean => locked.get(tutorId)?.amended === true;
  for (const work of works.values()) work.amended ||= amendedBefore(work.tutorId);
  await loadWhatIsSpokenOf(client, works);

  const touched = new Map<string, Set<string>>();
  for (const work of works.values()) touched.set(work.tutorId, touchedSessions(inputOf(work)));
  const wanted = [...touched].flatMap(([tutorId, sessions]) =>
    [...sessions].map((sessionId) => ({ tutorId, sessionId })),
  );
  addStored(works, await eventsOfSessions(client, wanted));

  return {
    locked,
    tutors: [...works.values()].map((work) =>
      changeOf(inputOf(work), touched.get(work.tutorId) ?? new Set(), timeZone),
    ),
    decisions: [...works.values()].flatMap((work) =>
      decisionsAfter(work).filter((one) => work.decisions.includes(one)),
    ),
    amendedTutors: [...works.values()].filter((w) => w.amended && !amendedBefore(w.tutorId)).map((w) => w.tutorId),
  };
}

/**
 * The same where nothing at all is known of these tutors yet, not even in the database: these are all of their events
 * and decisions. Tutor by tutor, in the order of their ids, so that whoever asks may do something else in between.
 */
export function* changesFromNothing(
  events: readonly KnownEvent[],
  decisions: readonly KnownDecision[],
  timeZone: string,
): Generator<{ change: TutorChange; decisions: readonly KnownDecision[]; amended: boolean }> {
  const works = workOf(events, decisions);
  for (const tutorId of [...works.keys()].sort()) {
    const work = works.get(tutorId) as Work;
    const input = inputOf(work);
    yield {
      change: changeOf(input, touchedSessions(input), timeZone),
      decisions: decisionsAfter(work),
      amended: work.amended,
    };
  }
}

function workOf(events: readonly KnownEvent[], decisions: readonly KnownDecision[]): Map<string, Work> {
  const works = new Map<string, Work>();
  const of = (tutorId: string): Work => {
    let work = works.get(tutorId);
    if (!work) {
      work = { tutorId, fresh: [], decisions: [], stored: new Map(), storedDecisions: [], amended: false };
      works.set(tutorId, work);
    }
    return work;
  };
  for (const event of events) {
    const work = of(event.subject);
    work.fresh.push(event);
    work.amended ||= isAmendment(event);
  }
  for (const decision of decisions) {
    const work = of(decision.subject);
    work.decisions.push(decision);
    work.amended = true;
  }
  return works;
}

async function loadWhatIsSpokenOf(client: Client, works: ReadonlyMap<string, Work>): Promise<void> {
  const amended = [...works.values()].filter((work) => work.amended).map((work) => work.tutorId);
  for (const decision of await decisionsOf(client, amended))
    works.get(decision.subject)?.storedDecisions.push(decision);
  addStored(works, await amendmentsAndTargets(client, amended));
  addStored(works, await eventsWithIdentity(client, [...works.values()].flatMap(identitiesOf)));
}

function identitiesOf({ tutorId, fresh, decisions, storedDecisions }: Work): Identity[] {
  const identities: Identity[] = [];
  for (const event of fresh) {
    identities.push({ tutorId, source: event.source, id: event.id });
    const target = targetOf(event);
    if (target !== null) identities.push({ tutorId, source: event.source, id: target });
  }
  if (decisions.length > 0)
    for (const { fact } of [...decisions, ...storedDecisions]) identities.push({ tutorId, ...fact });
  return identities;
}

function addStored(works: ReadonlyMap<string, Work>, events: readonly KnownEvent[]): void {
  for (const event of events) {
    const stored = works.get(event.subject)?.stored;
    if (stored && !stored.has(identityOf(event))) stored.set(identityOf(event), event);
  }
}

function inputOf(work: Work): TutorInput {
  return {
    tutorId: work.tutorId,
    stored: [...work.stored.values()],
    fresh: work.fresh,
    amended: work.amended,
    decisionsBefore: work.storedDecisions,
    decisionsAfter: work.decisions.length === 0 ? work.storedDecisions : decisionsAfter(work),
  };
}

/** Each decision once: as with facts, the lowest record of an identity holds. */
function decisionsAfter({ storedDecisions, decisions }: Work): KnownDecision[] {
  const first = new Map<string, KnownDecision>();
  for (const decision of [...storedDecisions, ...decisions]) {
    const known = first.get(identityOf(decision));
    if (!known || byPlace(decision.record, known.record) < 0) first.set(identityOf(decision), decision);
  }
  return [...first.values()];
}
