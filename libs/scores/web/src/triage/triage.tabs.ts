import type { ListTutors$Params, Overview } from '@tq/platform/web';

/** One heap of the triage: whom it holds, how many they are, and what its emptiness means. */
export interface TriageTab {
  readonly id: string;
  readonly label: string;
  readonly filter: Pick<ListTutors$Params, 'risk' | 'needsYou'>;
  count(counts: Overview['counts']): number;
  readonly empty: string;
}

/** The heaps in the order of their urgency; the first is the home of the console. */
export const triageTabs: readonly [TriageTab, ...TriageTab[]] = [
  {
    id: 'needs-you',
    label: 'Needs you',
    filter: { needsYou: true },
    count: ({ needsYou }) => needsYou,
    empty: 'Nobody needs you.',
  },
  {
    id: 'watch',
    label: 'Watch',
    filter: { risk: 'watch' },
    count: ({ watch }) => watch,
    empty: 'Nobody is on watch.',
  },
  {
    id: 'early',
    label: 'Early signals',
    filter: { risk: 'high', needsYou: false },
    count: ({ earlySignals }) => earlySignals,
    empty: 'There is no early signal: nobody is over a limit on thin evidence.',
  },
  {
    id: 'all',
    label: 'All',
    filter: {},
    count: (counts) => counts.high + counts.watch + counts.ok + counts['insufficient-data'],
    empty: 'There is no tutor yet.',
  },
];

export function tabFrom(id: string): TriageTab {
  return triageTabs.find((tab) => tab.id === id) ?? triageTabs[0];
}
