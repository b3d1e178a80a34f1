import type { RuleSetDocument } from '@tq/platform/web';
import { type RuleField, ruleFields } from './rule-fields';

/** What a person is typing, by the id of the field; only fields that differ from the version it began with. */
export type Draft = Readonly<Record<string, string>>;

/** One figure that differs between two rule sets, as a person would write it. */
export interface RuleDifference {
  readonly field: RuleField;
  readonly before: string;
  readonly after: string;
}

/** A figure as a person writes it: 0.125 → "12.5", 30 → "30". */
export function ruleText({ unit }: RuleField, value: number): string {
  return String(unit === 'percent' ? Math.round(value * 1e6) / 1e4 : value);
}

/** A figure with its unit, on one line: "12.5 %", "30 days", "5". */
export function ruleWords({ unit }: RuleField, text: string): string {
  return unit === 'percent' ? `${text}\u00a0%` : unit === 'days' ? `${text} days` : text;
}

/** What was typed as a value ("12,5 %" → 0.125), or a sentence that says what it must be. */
export function ruleValue({ unit, least = 0 }: RuleField, text: string): { value: number } | { problem: string } {
  if (unit !== 'percent') {
    const value = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN;
    return value >= least ? { value } : { problem: `A whole number, at least ${least}.` };
  }
  const match = /^\s*(\d{1,3}(?:[.,]\d{1,4})?)\s*%?\s*$/.exec(text);
  // Millionths, so that 12.5 % is 0.125 and not 0.125 and a rest.
  const value = match ? Math.round(Number(match[1]?.replace(',', '.')) * 1e4) / 1e6 : Number.NaN;
  return value >= 0 && value <= 1 ? { value } : { problem: 'A number of per cent from 0 to 100, such as 15 or 12.5.' };
}

/** The draft laid over the rules it began with; the problems by field where something typed is no value. */
export function draftedRules(base: RuleSetDocument, draft: Draft) {
  const problems: Record<string, string> = {};
  let rules = base;
  for (const field of ruleFields) {
    const text = draft[field.id];
    if (text === undefined) continue;
    const read = ruleValue(field, text);
    if ('problem' in read) problems[field.id] = read.problem;
    else rules = field.set(rules, read.value);
  }
  return { rules, problems, valid: Object.keys(problems).length === 0 };
}

/** Every figure in which two rule sets differ, in the order of the fields. */
export function ruleDifferences(before: RuleSetDocument, after: RuleSetDocument): RuleDifference[] {
  return ruleFields
    .filter((field) => field.get(before) !== field.get(after))
    .map((field) => ({
      field,
      before: ruleText(field, field.get(before)),
      after: ruleText(field, field.get(after)),
    }));
}

/** One figure that a draft and somebody else's newer version speak of. */
export interface Clash {
  readonly field: RuleField;
  readonly base: string;
  readonly theirs: string;
  /** undefined: the draft leaves it alone. */
  readonly mine: string | undefined;
}

/** What both sides changed since the version that the draft began with; nothing of either is left out. */
export function clashes(base: RuleSetDocument, theirs: RuleSetDocument, draft: Draft): Clash[] {
  return ruleFields
    .filter((field) => field.get(base) !== field.get(theirs) || draft[field.id] !== undefined)
    .map((field) => ({
      field,
      base: ruleText(field, field.get(base)),
      theirs: ruleText(field, field.get(theirs)),
      mine: draft[field.id],
    }));
}

/** The same draft over a newer version: what it says that the newer version says already is no change any more. */
export function rebased(theirs: RuleSetDocument, draft: Draft): Draft {
  return Object.fromEntries(
    ruleFields.flatMap((field) => {
      const text = draft[field.id];
      if (text === undefined) return [];
      const read = ruleValue(field, text);
      return 'value' in read && read.value === field.get(theirs) ? [] : [[field.id, text]];
    }),
  );
}
