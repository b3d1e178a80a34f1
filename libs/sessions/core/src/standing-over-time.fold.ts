import type { ExcuseDecision } from './excuses.fold';
import type { Fact } from './fact';
import { resolve } from './facts.fold';
import { oneOfEachIdentity } from './identity.fold';
import { identityOf, type KnownEvent } from './known-event';

/** From a moment on (epoch milliseconds) one fact stood otherwise than before; undefined: it did not stand. */
export interface StandingChange {
  readonly identity: string;
  readonly from: number;
  readonly before: Fact | undefined;
  readonly after: Fact | undefined;
}

/**
 * How every fact stood at every moment of learning: the changes of each in the order of their moments. Whatever speaks of
 * one fact is resolved apart from all others, as nothing else has a part in how it stands.
 * @param events valid events of one tutor, in any order, any number of times
 */
export function* standingOverTime(
  events: readonly KnownEvent[],
  excuses: readonly ExcuseDecision[],
): Generator<StandingChange> {
  const { events: distinct } = oneOfEachIdentity(events);
  const byIdentity = new Map(distinct.map((event) => [identityOf(event), event]));
  const spoken = new Map<string, (KnownEvent | ExcuseDecision)[]>();
  const speaks = (identity: string, what: KnownEvent | ExcuseDecision): void => {
    const known = spoken.get(identity);
    if (known) known.push(what);
    else spoken.set(identity, [what]);
  };
  for (const event of distinct) if (targetOf(event) !== null) speaks(spokenOf(event, byIdentity), event);
  for (const excuse of excuses) speaks(identityOf(excuse.fact), excuse);

  for (const [identity, event] of byIdentity) {
    if (targetOf(event) !== null) continue;
    const said = spoken.get(identity) ?? [];
    yield* changesOf(identity, event, said);
  }
}

/** The id that a correction or a retraction speaks of; null for every other event. */
export function targetOf(event: KnownEvent): string | null {
  if (event.type === 'tutoring.event.corrected.v1') return event.data.corrects;
  if (event.type === 'tutoring.event.retracted.v1') return event.data.retracts;
  return null;
}

/** The identity at the end of the chain: a retraction may speak of a correction, which speaks of a fact. */
function spokenOf(event: KnownEvent, byIdentity: ReadonlyMap<string, KnownEvent>): string {
  let last = event;
  const seen = new Set<KnownEvent>();
  for (;;) {
    const id = targetOf(last);
    if (id === null) return identityOf(last);
    const identity = identityOf({ source: last.source, id });
    const target = byIdentity.get(identity);
    if (!target || seen.has(target)) return identity;
    seen.add(target);
    last = target;
  }
}

function* changesOf(
  identity: string,
  event: KnownEvent,
  said: readonly (KnownEvent | ExcuseDecision)[],
): Generator<StandingChange> {
  const moments = new Set([event.learnedAt, ...said.map(({ learnedAt }) => learnedAt)]);
  let before: Fact | undefined;
  for (const from of [...moments].sort((a, b) => a - b)) {
    if (from < event.learnedAt) continue;
    const heard = said.filter(({ learnedAt }) => learnedAt <= from);
    const amendments = heard.filter((one): one is KnownEvent => 'type' in one);
    const excuses = heard.filter((one): one is ExcuseDecision => !('type' in one));
    const after = resolve([event, ...amendments], excuses).facts[0];
    if (before !== after && !standsSame(before, after)) yield { identity, from, before, after };
    before = after;
  }
}

/** Whether a fact stands the same; undefined: it does not stand. */
export function standsSame(a: Fact | undefined, b: Fact | undefined): boolean {
  return a?.at === b?.at && a?.data === b?.data && a?.excused === b?.excused && a?.correctedBy === b?.correctedBy;
}
