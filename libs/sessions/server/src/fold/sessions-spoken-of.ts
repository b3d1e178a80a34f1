import { identityOf, oneOfEachIdentity, targetOf, type KnownEvent } from '@tq/sessions/core';
import type { TutorInput } from './tutor-change';

/**
 * Every session to which the facts that a batch speaks of belonged at any time: by what was said first and by every
 * correction, holding or not. What was known when may change in all of them, also where today's figures do not.
 */
export function sessionsSpokenOf(input: TutorInput): Set<string> {
  const all = Map.groupBy([...input.stored, ...input.fresh], identityOf);
  const amendments = [...all.values()].flat().filter((event) => targetOf(event) !== null);
  const sessions = new Set<string>();
  const facts = new Set<string>();
  for (const identity of changedIdentities(input)) for (const fact of factsBehind(identity, all)) facts.add(fact);
  for (const identity of facts) for (const event of all.get(identity) ?? []) addSession(sessions, event.data);
  for (const event of amendments)
    if (event.type === 'tutoring.event.corrected.v1' && facts.has(targetIdentity(event)))
      addSession(sessions, event.data.data);
  return sessions;
}

/** Events that another record holds now, and facts on which there are other decisions. */
function changedIdentities({ stored, fresh, decisionsBefore, decisionsAfter }: TutorInput): Set<string> {
  const before = new Map(oneOfEachIdentity(stored).events.map((event) => [identityOf(event), event]));
  const changed = oneOfEachIdentity([...stored, ...fresh]).events.filter(
    (event) => before.get(identityOf(event)) !== event,
  );
  const decisions = [
    ...decisionsAfter.filter((decision) => !decisionsBefore.includes(decision)),
    ...decisionsBefore.filter((decision) => !decisionsAfter.includes(decision)),
  ];
  return new Set([...changed.map(identityOf), ...decisions.map(({ fact }) => identityOf(fact))]);
}

/** The identity itself, and what its events speak of, and what these speak of. */
function factsBehind(identity: string, all: ReadonlyMap<string, readonly KnownEvent[]>): Set<string> {
  const found = new Set([identity]);
  for (const one of found)
    for (const event of all.get(one) ?? []) if (targetOf(event) !== null) found.add(targetIdentity(event));
  return found;
}

const targetIdentity = (event: KnownEvent): string =>
  identityOf({ source: event.source, id: targetOf(event) as string });

function addSession(sessions: Set<string>, data: unknown): void {
  const sessionId = (data as { sessionId?: unknown } | null)?.sessionId;
  if (typeof sessionId === 'string') sessions.add(sessionId);
}
