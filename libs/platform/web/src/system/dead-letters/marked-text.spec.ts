import { bytesOf, hexRows, markedText, spacedOut } from './marked-text';

describe('a dead letter to look at', () => {
  it('marks what each reason speaks of, and loses no character', () => {
    const text = '{"id": 7, "data": {"rating": 9, "by": "me"}}';
    const pieces = markedText(text, [
      { pointer: '/data/rating' },
      { pointer: '/id' },
      { pointer: '' },
      { pointer: '/x' },
    ]);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.filter(({ reasons }) => reasons.length > 0)).toEqual([
      { text: '7', reasons: [2] },
      { text: '9', reasons: [1] },
    ]);
  });

  it('marks a whole part within which something is missing', () => {
    const pieces = markedText('{"data": {"a": 1}}', [{ pointer: '/data/b' }, { pointer: '/data/a' }]);
    expect(pieces).toContainEqual({ text: '1', reasons: [1, 2] });
    expect(pieces).toContainEqual({ text: '{"a": ', reasons: [1] });
  });

  it('shows bytes as they are', () => {
    const rows = hexRows(bytesOf(btoa('{"id":"\u0000\u00ff", "a":1234}')));
    expect(rows[0]).toEqual({
      at: '000000',
      hex: '7b 22 69 64 22 3a 22 00 ff 22 2c 20 22 61 22 3a',
      text: '{"id":"··", "a":',
    });
    expect(rows[1]).toMatchObject({ at: '000010', text: '1234}' });
  });

  it('spaces out JSON and leaves the rest', () => {
    expect(spacedOut('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(spacedOut('{"a":')).toBe('{"a":');
    expect(spacedOut('{"a":12345678901234567890}')).toBe('{"a":12345678901234567890}');
  });
});
