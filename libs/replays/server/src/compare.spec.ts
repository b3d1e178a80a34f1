import fc from 'fast-check';
import { compareCodePoints, type ScoreCard } from '@tq/events';
import { cardDifferences, otherCards, sideBySide } from './compare';
import type { Cards } from './craft';

const cardOf = (tutorId: string, score: number): ScoreCard =>
  ({ tutorId, name: null, departedAt: null, riskLevel: 'ok', needsYou: false, score, priority: 0, windows: { 7: { counted: 3, moves: { tutor: score } } } }) as unknown as ScoreCard; // prettier-ignore

/** A version's cards by the tutors' ids, in parts of some lengths, some of them empty. */
const version = fc.record({
  scores: fc.uniqueArray(fc.tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), fc.nat({ max: 3 })), { maxLength: 12, selector: ([id]) => id }).map((all) => new Map(all)), // prettier-ignore
  lengths: fc.array(fc.nat({ max: 3 }), { maxLength: 5 }),
});

async function* parts({ scores, lengths }: { scores: Map<string, number>; lengths: number[] }): Cards {
  const cards = [...scores.keys()].sort(compareCodePoints).map((id) => cardOf(id, scores.get(id) as number)); // prettier-ignore
  for (const length of lengths) yield cards.splice(0, length);
  await Promise.resolve();
  yield cards;
}

async function* all(cards: ScoreCard[]): Cards {
  await Promise.resolve();
  yield cards;
}

describe('the cards of two versions, side by side', () => {
  it('are those of each tutor of either, once, whatever parts they come in', async () => {
    await fc.assert(
      fc.asyncProperty(version, version, async (active, rebuilt) => {
        const pairs = await Array.fromAsync(sideBySide(parts(active), parts(rebuilt)));
        const ids = [...new Set([...active.scores.keys(), ...rebuilt.scores.keys()])].sort(compareCodePoints);
        expect(pairs.map(([was, is]) => (was ?? is)?.tutorId)).toEqual(ids);
        for (const [i, [was, is]] of pairs.entries()) {
          const id = ids[i] as string;
          expect([was?.tutorId ?? id, is?.tutorId ?? id]).toEqual([id, id]);
          expect([was?.score, is?.score]).toEqual([active.scores.get(id), rebuilt.scores.get(id)]);
        }
      }),
    );
  });

  it('differ in each figure by name', () => {
    expect(cardDifferences(cardOf('t1', 1), cardOf('t1', 1))).toEqual([]);
    expect(cardDifferences(cardOf('t1', 1), cardOf('t1', 2))).toEqual([
      { field: 'score', active: 1, rebuilt: 2 },
      { field: '7 days moves tutor', active: 1, rebuilt: 2 },
    ]);
    expect(cardDifferences(undefined, cardOf('t1', 1))).toContainEqual({
      field: 'riskLevel',
      active: null,
      rebuilt: 'ok',
    });
  });

  it('are named where they differ, and shown of the first ones of both kinds', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `t${String(i).padStart(2, '0')}`);
    const active = ids.map((id) => cardOf(id, 1));
    const rebuilt = ids.map((id, i) => (i % 3 === 0 ? cardOf(id, 1) : i % 3 === 1 ? cardOf(id, 2) : { ...cardOf(id, 1), riskLevel: 'high' as const })); // prettier-ignore
    const tutorIds = new Set<string>();
    const found = await otherCards(all(active), all(rebuilt), tutorIds, 3);
    expect([...tutorIds]).toEqual(ids);
    expect([...found.others]).toEqual(ids.filter((_, i) => i % 3 === 1));
    expect([...found.levels]).toEqual(ids.filter((_, i) => i % 3 === 2));
    expect([...found.shown.keys()].sort()).toEqual(['t01', 't02', 't04', 't05', 't07', 't08']);
    expect(found.shown.get('t02')).toEqual({ name: null, differences: [{ field: 'riskLevel', active: 'ok', rebuilt: 'high' }] }); // prettier-ignore
  });
});
