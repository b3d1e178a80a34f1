import { limitFrom, limitText } from './limit-from';

describe('limitFrom', () => {
  it.each([
    ['15', 0.15],
    [' 12.5 % ', 0.125],
    ['7,25', 0.0725],
    ['1', 0.01],
    ['0', undefined],
    ['100', undefined],
    ['-5', undefined],
    ['abc', undefined],
    ['', undefined],
  ])('%p is %p', (text, share) => expect(limitFrom(text)).toBe(share));

  it('is written as it is read', () => expect(limitText(limitFrom('12.5') ?? 0)).toBe('12.5'));
});
