import { Type, type Static } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { explain } from './check/explain';
import type { Problem } from './check/problem';

const strict = { additionalProperties: false } as const;
const rate = () => Type.Number({ minimum: 0, maximum: 1, description: 'a number from 0 to 1' });
const count = (least: number) => Type.Integer({ minimum: least, description: `a whole number, at least ${least}` });
const days = () =>
  Type.Union([Type.Literal(7), Type.Literal(30), Type.Literal(90)], { description: 'one of 7, 30, 90' });

/** How figures become levels (contract §2), as JSON Schema. An unknown field is an error. */
export const ruleSetSchema = Type.Object(
  {
    version: count(1),
    /** A reschedule rate above it is high. */
    rescheduleLimit: rate(),
    /** Fewer counted sessions than these cannot be judged. */
    minimumCounted: count(1),
    /** Days. */
    window: days(),
    /** Days; used where the window holds fewer than `minimumCounted`. */
    fallbackWindow: days(),
    evidence: Type.Object({ confirmed: rate(), likely: rate() }, { ...strict, description: 'an object' }),
    watchMinimumMoved: count(0),
    noShow: Type.Object({ minimum: count(1), limit: rate() }, { ...strict, description: 'an object' }),
    cancellation: Type.Object({ minimum: count(1), limit: rate() }, { ...strict, description: 'an object' }),
  },
  { $id: 'rule-set.schema.json', title: 'Rule set', description: 'an object', ...strict },
);

export type RuleSet = Static<typeof ruleSetSchema>;

/** Rule set 1. */
export const standardRuleSet: RuleSet = {
  version: 1,
  rescheduleLimit: 0.15,
  minimumCounted: 5,
  window: 30,
  fallbackWindow: 90,
  evidence: { confirmed: 0.8, likely: 0.5 },
  watchMinimumMoved: 2,
  noShow: { minimum: 2, limit: 0.05 },
  cancellation: { minimum: 5, limit: 0.15 },
};

let compiled: TypeCheck<typeof ruleSetSchema> | undefined;

/** What keeps a document from being a rule set: empty where it is one. */
export function checkRuleSet(document: unknown): readonly Problem[] {
  compiled ??= TypeCompiler.Compile(ruleSetSchema);
  return compiled.Check(document) ? [] : explain(compiled.Errors(document));
}
