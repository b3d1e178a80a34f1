import type { RuleSetDocument } from '@tq/platform/web';

/** One figure of a rule set: where it stands, how a person writes it, and what it means in plain words. */
export interface RuleField {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly unit: 'percent' | 'count' | 'days';
  readonly explanation: string;
  /** The least of a count. */
  readonly least?: number;
  get(rules: RuleSetDocument): number;
  set(rules: RuleSetDocument, value: number): RuleSetDocument;
}

const reschedules = 'Reschedules';
const evidence = 'How sure we must be';
const noShows = 'No-shows';
const cancellations = 'Cancellations';

/** Every figure of a rule set, in the order in which a reader thinks of them. */
export const ruleFields: readonly RuleField[] = [
  {
    id: 'rescheduleLimit',
    group: reschedules,
    label: 'Reschedule limit',
    unit: 'percent',
    explanation: 'A tutor who moved more than this share of the sessions in the window is high risk.',
    get: (rules) => rules.rescheduleLimit,
    set: (rules, rescheduleLimit) => ({ ...rules, rescheduleLimit }),
  },
  {
    id: 'minimumCounted',
    group: reschedules,
    label: 'Sessions needed to judge',
    unit: 'count',
    least: 1,
    explanation: 'With fewer counted sessions than these a tutor’s rate says nothing yet.',
    get: (rules) => rules.minimumCounted,
    set: (rules, minimumCounted) => ({ ...rules, minimumCounted }),
  },
  {
    id: 'window',
    group: reschedules,
    label: 'Window',
    unit: 'days',
    explanation: 'The days that are looked at, up to and with today; for no-shows and cancellations too.',
    get: (rules) => rules.window,
    set: (rules, value) => ({ ...rules, window: daysOf(value) }),
  },
  {
    id: 'fallbackWindow',
    group: reschedules,
    label: 'Window for the less busy',
    unit: 'days',
    explanation: 'Used instead where the window holds too few sessions to judge.',
    get: (rules) => rules.fallbackWindow,
    set: (rules, value) => ({ ...rules, fallbackWindow: daysOf(value) }),
  },
  {
    id: 'evidence.likely',
    group: evidence,
    label: 'Likely from',
    unit: 'percent',
    explanation:
      'From this chance on that the true rate is over the limit, somebody over it needs you, and somebody under it is on watch.',
    get: (rules) => rules.evidence.likely,
    set: (rules, likely) => ({ ...rules, evidence: { ...rules.evidence, likely } }),
  },
  {
    id: 'evidence.confirmed',
    group: evidence,
    label: 'Confirmed from',
    unit: 'percent',
    explanation: 'From this chance on the evidence counts as confirmed; it changes the word, not the level.',
    get: (rules) => rules.evidence.confirmed,
    set: (rules, confirmed) => ({ ...rules, evidence: { ...rules.evidence, confirmed } }),
  },
  {
    id: 'watchMinimumMoved',
    group: evidence,
    label: 'Moved sessions before watch',
    unit: 'count',
    least: 0,
    explanation: 'Nobody is on watch for reschedules with fewer sessions moved than these.',
    get: (rules) => rules.watchMinimumMoved,
    set: (rules, watchMinimumMoved) => ({ ...rules, watchMinimumMoved }),
  },
  {
    id: 'noShow.minimum',
    group: noShows,
    label: 'No-shows before it counts',
    unit: 'count',
    least: 1,
    explanation: 'Fewer missed sessions in the window than these are not held against a tutor.',
    get: (rules) => rules.noShow.minimum,
    set: (rules, minimum) => ({ ...rules, noShow: { ...rules.noShow, minimum } }),
  },
  {
    id: 'noShow.limit',
    group: noShows,
    label: 'No-show limit',
    unit: 'percent',
    explanation: 'A tutor with so many no-shows who missed more than this share of the sessions is high risk.',
    get: (rules) => rules.noShow.limit,
    set: (rules, limit) => ({ ...rules, noShow: { ...rules.noShow, limit } }),
  },
  {
    id: 'cancellation.minimum',
    group: cancellations,
    label: 'Ended sessions needed to judge',
    unit: 'count',
    least: 1,
    explanation: 'With fewer sessions held, missed or called off in the window, cancellations are not judged.',
    get: (rules) => rules.cancellation.minimum,
    set: (rules, minimum) => ({ ...rules, cancellation: { ...rules.cancellation, minimum } }),
  },
  {
    id: 'cancellation.limit',
    group: cancellations,
    label: 'Cancellation limit',
    unit: 'percent',
    explanation: 'A tutor who called off more than this share of the sessions is on watch.',
    get: (rules) => rules.cancellation.limit,
    set: (rules, limit) => ({ ...rules, cancellation: { ...rules.cancellation, limit } }),
  },
];

/** The fields under their headings, in order. */
export const ruleGroups = [...new Set(ruleFields.map(({ group }) => group))].map((name) => ({
  name,
  fields: ruleFields.filter(({ group }) => group === name),
}));

function daysOf(value: number): 7 | 30 | 90 {
  return value === 7 || value === 90 ? value : 30;
}
