import type { ListTutors$Params } from '@tq/platform/web';

/** The orders that a list of tutors can be read in: the value of `sort`, and its words. */
export const sorts = [
  { value: '-priority', label: 'Most urgent first' },
  { value: '-rescheduleRate', label: 'Highest reschedule rate' },
  { value: 'score', label: 'Lowest score' },
  { value: 'name', label: 'Name' },
  { value: 'tutorId', label: 'Id' },
] as const satisfies readonly { value: Sort; label: string }[];

export type Sort = NonNullable<ListTutors$Params['sort']>;
export type SortKey = Exclude<Sort, `-${string}`>;
const keys: readonly SortKey[] = ['tutorId', 'name', 'priority', 'score', 'rescheduleRate'];
const all: readonly Sort[] = keys.flatMap((key) => [key, `-${key}` as const]);

/** The order in the URL, where it is one; else the screen's own. */
export function sortFrom(text: string, standard: Sort): Sort {
  return all.find((sort) => sort === text) ?? standard;
}

/** A click on a column: its useful direction first, then the other. */
export function nextSort(current: Sort, key: SortKey, first: Sort): Sort {
  return current === key ? `-${key}` : current === `-${key}` ? key : first;
}

/** What `aria-sort` says of a column. */
export function ariaSort(current: Sort, key: SortKey): 'ascending' | 'descending' | null {
  return current === key ? 'ascending' : current === `-${key}` ? 'descending' : null;
}
