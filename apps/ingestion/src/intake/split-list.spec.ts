import fc from 'fast-check';
import { splitList } from './split-list';

const split = (json: string) => splitList(Buffer.from(json)).map((item) => Buffer.from(item).toString());

it.each<[string, string[]]>([
  ['[]', []],
  [' [ ] ', []],
  ['[1]', ['1']],
  ['[ {"a":[1,2]} ,\n"x,]\\"" , [ ] ]', ['{"a":[1,2]}', '"x,]\\""', '[ ]']],
  ['["\\\\","[{"]', ['"\\\\"', '"[{"']],
  ['[12345678901234567890,1.10,-0]', ['12345678901234567890', '1.10', '-0']],
])('%s', (json, items) => expect(split(json)).toEqual(items));

it('gives the items that JSON.parse gives, with any spacing', () =>
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (list, spacing) =>
      expect(split(JSON.stringify(list, null, spacing)).map((item) => JSON.parse(item) as unknown)).toEqual(
        JSON.parse(JSON.stringify(list)),
      ),
    ),
    { numRuns: 1000 },
  ));
