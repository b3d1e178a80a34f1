import type { DeadLetterDetail, DeadLetterRow } from '@tq/sessions/server';
import { letterLines, tableLines } from './letter-words';

const row: DeadLetterRow = {
  ...{ topic: 'session-events', partition: 3, offset: '17', at: '2026-03-02T16:00:01.234Z', state: 'open' },
  ...{ producer: '/rails', preview: '{"rating":9}' },
  reasons: [
    { pointer: '/data/rating', detail: 'must be a number from 1 to 5' },
    { pointer: '', detail: 'has no id' },
  ],
};
const letter: DeadLetterDetail = {
  ...row,
  ...{ value: '{"rating":9}', valueBase64: btoa('{"rating":9}'), key: null, headers: {}, history: [] },
};
const counts = { open: 3, sentAgain: 1, setAside: 0 };

it('lists letters as a table, cut to the width of the terminal', () => {
  const lines = tableLines([row, { ...row, offset: '9', producer: null }], { state: 'open', counts, more: true });
  expect(lines).toEqual([
    'PLACE                CAME (UTC)           PRODUCER  WHAT IS WRONG',
    'session-events/3/17  2026-03-02 16:00:01  /rails    /data/rating must be a number from 1 to 5 · and 1 more',
    'session-events/3/9   2026-03-02 16:00:01  unknown   /data/rating must be a number from 1 to 5 · and 1 more',
    '',
    '3 open, 1 sent again, 0 set aside. There are more: --limit 500',
  ]);
  const cut = tableLines([row], { state: 'open', counts, more: false }, 60);
  expect(cut[1]).toBe('session-events/3/17  2026-03-02 16:00:01  /rails    /data/r…');
});

it('tells that there is none from that none is like what was asked for', () => {
  const first = (state: DeadLetterRow['state']): string | undefined =>
    tableLines([], { state, counts, more: false })[0];
  expect([first('open'), first('set-aside')]).toEqual(['None of them is like that.', 'Nothing has been set aside.']);
});

it('shows one with all that is known of it; bytes that are no text as bytes', () => {
  expect(letterLines(letter)).toEqual([
    'session-events/3/17   open',
    '  Came      2026-03-02 16:00:01 UTC',
    '  Producer  /rails',
    '  Key       none',
    '',
    'What is wrong:',
    '  /data/rating must be a number from 1 to 5',
    '  has no id',
    '',
    'What came (12 bytes):',
    '  {"rating":9}',
    '',
    'Nobody has done anything about it.',
  ]);
  const bytes = letterLines({ ...letter, value: null, valueBase64: Buffer.from([0, 65, 255]).toString('base64') });
  expect(bytes).toContainEqual(`  000000  00 41 ff ${' '.repeat(40)}·A·`);
  expect(letterLines({ ...letter, value: null, valueBase64: null })).toContain('What came: no value at all.');
});

it('lets nothing that a producer wrote steer the terminal', () => {
  const evil = 'a\u001b[2J\u202eb\rc\u0007';
  const lines = letterLines({
    ...letter,
    ...{ value: evil, key: evil, producer: evil, headers: { [evil]: evil } },
    history: [{ at: row.at, by: evil, what: 'set-aside', reason: evil, document: evil }],
  });
  expect(lines.join('')).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(lines).toContain('  Key       a\\u001b[2J\\u202eb\\u000dc\\u0007');
});
