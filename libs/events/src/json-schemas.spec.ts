import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import fc from 'fast-check';
import { checkDecision, checkEvent, checkScoreEvent } from './check/check-event';
import { checkRuleSet, standardRuleSet } from './rule-set';
import { isLanguageTag } from './text/language-tag';
import { instantOf } from './text/rfc3339';
import { isTimeZone } from './text/time-zone';
import { isUriReference } from './text/uri-reference';

// The schemas as others read them, by a validator of somebody else: it takes what our own checks take, and nothing more.

const home = join(__dirname, '..');
const parsed = (file: string): object => JSON.parse(readFileSync(join(home, file), 'utf8')) as object;

/** Strict: an unknown keyword, or one in a form that the draft does not have, is an error. */
const validators = new Ajv2020({
  strictTypes: false,
  formats: {
    'date-time': (text: string) => !Number.isNaN(instantOf(text)),
    'uri-reference': isUriReference,
    'iana-time-zone': isTimeZone,
    'language-tag': isLanguageTag,
  },
});
const validatorOf = (name: string): ValidateFunction =>
  validators.getSchema(`${name}.schema.json`) ?? validators.compile(parsed(`documents/${name}.schema.json`));

const examples = readdirSync(join(home, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    name,
    documents: readdirSync(join(home, 'examples', name)).map((file) => parsed(`examples/${name}/${file}`)),
  }));
const isTaken = (document: object): boolean => {
  const [ours, decision, score] = [checkEvent(document), checkDecision(document), checkScoreEvent(document)];
  return ours.ok || decision.ok || score.ok;
};

/** A value that a field may wrongly hold, or rightly; text that has no place in a database is not a schema's to see. */
const something = fc.oneof(
  fc.constantFrom(null, '', 'a', 'tutor', 'other', 'en', 'Europe/Berlin', '2026-03-02T16:00:00+01:00', '1.0'),
  fc.constantFrom('2026-02-30T16:00:00Z', '2026-03-02T24:00:00Z', '2026-03-02', 'a b', 'x'.repeat(129), 'ü'),
  fc.constantFrom(0, 1, 5, 5.01, -1, 30, 1e300),
  fc.boolean(),
  fc.constantFrom<unknown>([], {}, ['a'], [{}], [0, 1], [0, 1, 2]),
);
const pathsIn = (value: unknown): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, child]) => [[key], ...pathsIn(child).map((path) => [key, ...path])])
    : [];

/** A copy of a document in which one value was replaced or taken away, or one that nobody knows was added. */
function edited(document: object): fc.Arbitrary<object> {
  const change = fc.record({
    path: fc.constantFrom(...pathsIn(document)),
    to: fc.option(something, { nil: undefined }),
  });
  return fc.tuple(change, fc.boolean()).map(([{ path, to }, isAdded]) => {
    const copy = structuredClone(document);
    const at = path.slice(0, -1).reduce<unknown>((inside, key) => (inside as Record<string, unknown>)[key], copy);
    const key = isAdded && !Array.isArray(at) ? 'unheardOf' : (path.at(-1) as string);
    if (to !== undefined) (at as Record<string, unknown>)[key] = to;
    else if (Array.isArray(at)) at.splice(Number(key), 1);
    else delete (at as Record<string, unknown>)[key];
    return copy;
  });
}

describe.each(examples)('$name', ({ name, documents }) => {
  it('is a JSON Schema that takes every recorded example', () => {
    const validate = validatorOf(name);
    for (const document of documents) expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  it('takes what our own check takes, and nothing else', () =>
    fc.assert(
      fc.property(fc.oneof(...documents.map(edited)), (document) => {
        // Under another type another schema is asked.
        fc.pre((document as { type?: unknown }).type === name);
        expect(validatorOf(name)(document)).toBe(isTaken(document));
      }),
      { numRuns: 300 },
    ));
});

it('the rule set’s takes what our own check takes, and nothing else', () =>
  fc.assert(
    fc.property(fc.oneof(fc.constant(standardRuleSet), edited(standardRuleSet)), (document) =>
      expect(validatorOf('rule-set')(document)).toBe(checkRuleSet(document).length === 0),
    ),
    { numRuns: 1000 },
  ));
