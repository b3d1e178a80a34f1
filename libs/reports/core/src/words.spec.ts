import { oneLine, percent, span, tutorName } from './words';

it.each([
  ['Ana\r\nBcc: x@example.com', 'Ana Bcc: x@example.com'],
  ['  Ana \u0000\u0007 Ruiz\t', 'Ana Ruiz'],
  ['Ana\u202eziuR', 'Ana ziuR'],
  ['', ''],
])('%j becomes one plain line', (text, line) => expect(oneLine(text)).toBe(line));

it('cuts by characters as people count them, not in the middle of one', () => {
  expect(oneLine('😀'.repeat(10), 5)).toBe('😀😀😀😀…');
  expect([...oneLine('x'.repeat(500))]).toHaveLength(80);
  expect(oneLine('a\ud800b')).toBe('a\ufffdb');
});

it('isolates a name that runs from right to left', () => {
  expect(tutorName({ tutorId: 't', tutorName: 'أنا' })).toBe('\u2068أنا\u2069');
});

it('falls back on the id', () => {
  expect(tutorName({ tutorId: 't-1', tutorName: null })).toBe('Tutor t-1');
  expect(tutorName({ tutorId: 't-1', tutorName: ' \u200b\n' })).not.toBe('');
});

it('says shares and spans of time in few characters', () => {
  expect([0.2857, 0, 1, 0.004].map(percent)).toEqual(['29 %', '0 %', '100 %', '0.4 %']);
  expect([600_000, 7_200_000, 259_200_000].map(span)).toEqual(['10 min', '2 h', '3 days']);
});
