import { computed, inject, signal } from '@angular/core';
import { listRuleSets, type ListTutors$Params, listTutors, load, type TutorItem, UrlState } from '@tq/platform/web';
import { sortFrom, type Sort } from './sorts';

const pageSize = 50;

/**
 * A page of tutors as the URL describes it: filter, words searched for, order, page. The cursor leads on; the way back
 * is kept here, and after a reload of the browser leads to the first page.
 * Must be called where injection works.
 */
export function listView(standard: Sort, filter: () => Pick<ListTutors$Params, 'risk' | 'needsYou'>) {
  const url = inject(UrlState);
  const q = url.text('q');
  const sortText = url.text('sort');
  const cursor = url.text('cursor');
  const pageText = url.text('page');
  const sort = computed(() => sortFrom(sortText(), standard));
  const page = computed(() => Math.max(1, Number.parseInt(pageText(), 10) || 1));
  const way = signal<readonly string[]>([]);
  const query = computed<ListTutors$Params>(() => ({
    ...filter(),
    ...url.clocks(),
    sort: sort(),
    limit: pageSize,
    ...(q() && { q: q() }),
    ...(cursor() && { cursor: cursor() }),
  }));
  const tutors = load(listTutors, query);
  // Only the mark of the limit needs them: the rows come first.
  const ruleSets = load(listRuleSets, () => (tutors.value() ? {} : undefined));
  return {
    q,
    sort,
    page,
    query,
    tutors,
    /** The reschedule limit of the rules that made the figures, as a share. */
    limit: computed(() => {
      const version = tutors.value()?.ruleSetVersion;
      return ruleSets.value()?.items.find((item) => item.version === version)?.rules.rescheduleLimit ?? 0.15;
    }),
    items: computed<readonly TutorItem[]>(() => tutors.value()?.items ?? []),
    total: computed(() => tutors.value()?.total ?? 0),
    /** "51–100 of 412". */
    place: computed(() => {
      const list = tutors.value();
      if (!list || list.items.length === 0) return '';
      const first = (page() - 1) * pageSize + 1;
      return `${first}–${first + list.items.length - 1} of ${list.total}`;
    }),
    order: (value: Sort) => url.patch({ sort: value === standard ? null : value, cursor: null, page: null }),
    hasNext: computed(() => Boolean(tutors.value()?.nextCursor)),
    next: () => {
      way.update((past) => [...past, cursor()]);
      return url.patch({ cursor: tutors.value()?.nextCursor ?? null, page: page() + 1, tutor: null });
    },
    back: () => {
      const past = way();
      way.set(past.slice(0, -1));
      const to = past.at(-1) ?? '';
      return url.patch({ cursor: to, page: to === '' || page() <= 2 ? null : page() - 1, tutor: null });
    },
  };
}
