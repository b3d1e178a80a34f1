import fc from 'fast-check';
import { checkEvent } from './check-event';
import { largestEvent } from './reader';
import { readEvent } from './read-event';

const bytes = (text: string) => new TextEncoder().encode(text);
const departed =
  '{"specversion":"1.0","source":"/rails","subject":"t","id":"e","type":"tutoring.tutor.departed.v1","time":"2026-03-02T16:00:00Z","data":{"reason":"other"}}';
const padded = (size: number) => bytes(departed.padEnd(size, ' '));
const detail = (value: Uint8Array | null) => {
  const read = readEvent(value);
  return read.ok ? 'ok' : read.problems[0]!.detail;
};

it('reads an event from its bytes', () =>
  expect(readEvent(bytes(departed))).toMatchObject({ ok: true, event: { subject: 't', data: { reason: 'other' } } }));

it.each<[string, Uint8Array | null, string]>([
  ['no value', null, 'has no value'],
  ['an empty value', new Uint8Array(), 'must be JSON in UTF-8'],
  ['half a document', bytes(departed.slice(0, -1)), 'must be JSON in UTF-8'],
  ['something behind it', bytes(`${departed}x`), 'must be JSON in UTF-8'],
  ['a byte order mark', bytes(`\ufeff${departed}`), 'must be JSON in UTF-8'],
  ['bytes that are no UTF-8', Uint8Array.of(...bytes('{"a":"'), 0xff, ...bytes('"}')), 'must be JSON in UTF-8'],
  [
    'a surrogate in UTF-8',
    Uint8Array.of(...bytes('{"a":"'), 0xed, 0xa0, 0x80, ...bytes('"}')),
    'must be JSON in UTF-8',
  ],
  ['exactly the largest', padded(largestEvent), 'ok'],
  ['a byte more', padded(largestEvent + 1), 'must not be larger than 900000 bytes'],
])('%s', (_, value, wanted) => expect(detail(value)).toBe(wanted));

it('lets the last of doubled names hold, as JSON.parse does', () =>
  expect(readEvent(bytes(departed.replace('"id":"e"', '"id":"first","id":"last"')))).toMatchObject({
    event: { id: 'last' },
  }));

it('judges bytes as it judges the document that they hold, whatever its text', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\0', 'a\ud800', '\udfffb', '\\u0000', '\\'));
  const extra = fc.dictionary(text, fc.oneof(text, fc.array(text)));
  const judged = fc.property(extra, (more) => {
    const document = JSON.stringify({ ...(JSON.parse(departed) as object), more });
    expect(readEvent(bytes(document))).toEqual(checkEvent(JSON.parse(document)));
  });
  fc.assert(judged, { numRuns: 1000 });
});

it('never throws', () =>
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes)), (value) => expect(readEvent(value).ok).toBe(false)),
    { numRuns: 1000 },
  ));
