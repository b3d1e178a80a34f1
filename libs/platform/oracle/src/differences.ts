import type { ScoreCard } from '@tq/events';
import type { OracleItem } from './oracle';

/** Of an item of `GET /api/tutors`, what the oracle knows as well. */
export type ShownItem = Pick<
  ScoreCard,
  'tutorId' | 'name' | 'riskLevel' | 'needsYou' | 'priority' | 'windows' | 'departedAt'
> & {
  readonly evidence: Pick<ScoreCard['evidence'], 'grade' | 'probability'>;
};

/** What rests on the prior is exact within this (contract §2). */
const exact = 1e-6;

/**
 * Where a list of items, in the order of `tutorId`, is not what the oracle says: one sentence each, none where they agree.
 */
export function differences(shown: readonly ShownItem[], items: readonly OracleItem[]): string[] {
  const wanted = new Map(items.map((item) => [item.tutorId, item]));
  const sentences: string[] = [];
  if (shown.map(({ tutorId }) => tutorId).join() !== items.map(({ tutorId }) => tutorId).join())
    sentences.push(`${shown.length} tutors are listed, the oracle lists ${items.length}, or their order differs`);
  for (const item of shown) {
    const oracle = wanted.get(item.tutorId);
    if (!oracle) sentences.push(`${item.tutorId} is unknown to the oracle`);
    else sentences.push(...differencesOf(item, oracle));
    wanted.delete(item.tutorId);
  }
  return [...sentences, ...[...wanted.keys()].map((tutorId) => `${tutorId} is missing`)];
}

function differencesOf(item: ShownItem, oracle: OracleItem): string[] {
  const { tutorId, evidence } = item;
  const pairs: [string, unknown, unknown][] = [
    ['name', item.name, oracle.name],
    ['riskLevel', item.riskLevel, oracle.riskLevel],
    ['needsYou', item.needsYou, oracle.needsYou],
    ['evidence.grade', evidence.grade, oracle.evidence.grade],
    ['departed', item.departedAt !== null, oracle.departed],
    ['windows', canonical(item.windows), canonical(oracle.windows)],
  ];
  const sentences = pairs
    .filter(([, is, wanted]) => is !== wanted)
    .map(([field, is, wanted]) => `${tutorId}: ${field} is ${String(is)}, the oracle says ${String(wanted)}`);
  const [is, wanted] = [evidence.probability, oracle.evidence.probability];
  if (is === null || wanted === null ? is !== wanted : !(Math.abs(is - wanted) < exact))
    sentences.push(`${tutorId}: evidence.probability is ${is}, the oracle says ${wanted}`);
  if (oracle.departed && item.priority !== 0) sentences.push(`${tutorId}: has left, its priority is ${item.priority}`);
  return sentences;
}

/** JSON with the fields of every object in one order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
