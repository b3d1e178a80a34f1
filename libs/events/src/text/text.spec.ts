import fc from 'fast-check';
import { compareCodePoints } from './code-points';
import { isLanguageTag } from './language-tag';
import { isTimeZone } from './time-zone';
import { isUriReference } from './uri-reference';

describe('compareCodePoints', () => {
  it('orders as the bytes of UTF-8 do, which is COLLATE "C"', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) =>
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b))),
      ),
      { numRuns: 1000 },
    ));

  it('puts U+FFFD before U+10000', () => expect(compareCodePoints('\uFFFD', '\u{10000}')).toBeLessThan(0));
});

it.each([
  '/rails/production',
  'urn:rails:1',
  'https://a.example:8080/x?y=%20#z',
  'a',
  '../b',
  '//host/x',
  '?q',
  '#f',
  'a/b:c',
  'http://[::1]/',
  'tag:x,2026:y',
  '/',
  'mailto:a@b.example',
  'a.b-c_d~e',
])('%s is a URI reference', (text) => expect(isUriReference(text)).toBe(true));
it.each([
  'a b',
  '/ä',
  '/%',
  '/%2',
  '/%zz',
  '1a:b',
  ':a',
  '/a<b',
  'a\\b',
  '/a|b',
  'http://[::1',
  '/a^',
  '#a#b',
  '/a"',
  '/\u0000',
  'http://h:port/',
  '{x}',
])('%s is none', (text) => expect(isUriReference(text)).toBe(false));
it('judges 512 awkward characters at once', () => {
  const start = performance.now();
  for (const unit of ['a', 'a:', '/', '%20', '@', '//']) isUriReference(`${unit.repeat(512)} `);
  expect(performance.now() - start).toBeLessThan(1000); // backtracking would take hours; a busy machine takes its time too
});

it.each(['America/New_York', 'UTC', 'Etc/GMT+5', 'Asia/Calcutta', 'EST5EDT', 'America/Argentina/Buenos_Aires', 'GMT'])(
  '%s is a time zone',
  (text) => expect(isTimeZone(text)).toBe(true),
);
it.each(['', '+05:30', 'Mars/Phobos', 'America/New York', 'America/', 'x'.repeat(200)])('%s is none', (text) =>
  expect(isTimeZone(text)).toBe(false),
);

it.each([
  'en',
  'en-US',
  'zh-Hans-CN',
  'de-CH-1996',
  'sl-rozaj-biske',
  'x-private',
  'i-klingon',
  'en-u-ca-gregory',
  'EN-gb',
  'es-419',
])('%s is a language tag', (text) => expect(isLanguageTag(text)).toBe(true));
it.each(['', 'e', 'english language', 'en_US', 'en-', '-en', 'en--US', 'abcdefghi', '1n', 'en-a'])(
  '%s is none',
  (text) => expect(isLanguageTag(text)).toBe(false),
);
