import fc from 'fast-check';
import { scoreChange, signed } from './score-change';

const part = (name: string, points: number) => ({ part: name, points, because: `${name} ${points}` }) as never;
const reading = (parts: Record<string, number>) => ({
  score: 100 + Object.values(parts).reduce((sum, points) => sum + points, 0),
  parts: Object.entries(parts).map(([name, points]) => part(name, points)),
});
const readings = fc
  .dictionary(
    fc.constantFrom('reschedules', 'no-shows', 'cancellations', 'first-sessions'),
    fc.integer({ min: -25, max: 0 }),
  )
  .map(reading);

describe('the change of a score', () => {
  it('is what its parts come to, exactly, and nothing that stayed the same is among them', () =>
    fc.assert(
      fc.property(readings, readings, (before, after) => {
        const { parts, sum } = scoreChange(before, after);
        expect(sum).toBe(after.score - before.score);
        expect(parts.every(({ change }) => change !== 0)).toBe(true);
      }),
    ));

  it('names the greatest change first, with what was said of it', () => {
    const { parts } = scoreChange(
      reading({ reschedules: -10, 'no-shows': 0 }),
      reading({ reschedules: -12, 'no-shows': -25 }),
    );
    expect(parts.map(({ part: name, change, was, is }) => [name, change, was, is])).toEqual([
      ['no-shows', -25, 'no-shows 0', 'no-shows -25'],
      ['reschedules', -2, 'reschedules -10', 'reschedules -12'],
    ]);
    expect(signed(-25)).toBe('−25');
    expect(signed(3)).toBe('+3');
  });
});
