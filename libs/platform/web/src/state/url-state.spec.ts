import { dayFrom, instantFrom, windowFrom } from './url-state';

describe('what the URL says', () => {
  it.each([
    ['7', 7],
    ['90', 90],
    ['30', 30],
    ['31', 30],
    [null, 30],
  ])('window %p is %p', (text, window) => expect(windowFrom(text)).toBe(window));

  it.each([
    ['2026-11-24', '2026-11-24'],
    ['2026-02-30', undefined],
    ['24.11.2026', undefined],
    ['2026-11-24T00:00:00Z', undefined],
    ['', undefined],
    [null, undefined],
  ])('as-of day %p is %p', (text, day) => expect(dayFrom(text)).toBe(day));

  it.each([
    ['2026-11-24T09:41:07Z', '2026-11-24T09:41:07.000Z'],
    ['2026-11-24T09:41+02:00', '2026-11-24T07:41:00.000Z'],
    ['2026-11-24T09:41:07', undefined],
    ['2026-11-24', undefined],
    ['2026-13-24T09:41:07Z', undefined],
    [null, undefined],
  ])('known at %p is %p', (text, at) => expect(instantFrom(text)).toBe(at));
});
