import { csvLine } from './csv';

it.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  [' =1', "' =1"],
  ['a=1', 'a=1'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['=a,"b"\n', '"\'=a,""b""\n"'],
])('the cell %j becomes %j', (text, cell) => expect(csvLine([text])).toBe(`${cell}\r\n`));

it('leaves figures as figures and null empty', () => expect(csvLine([-1.5, null, true])).toBe('-1.5,,true\r\n'));
