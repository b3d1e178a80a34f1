import { signals } from './catalogue';
import { read } from './testing';

it('has weights that add up to 100, so that no score leaves 0–100', () =>
  expect(signals.reduce((sum, { weight }) => sum + weight, 0)).toBe(100));

it('names each signal once, as its readings do', () => {
  expect(new Set(signals.map(({ name }) => name)).size).toBe(signals.length);
  for (const { name, judge } of signals) expect(read(judge, {}).signal).toBe(name);
});
