import type { ListTutors$Params } from '@tq/platform/web';

/** The address of the list as CSV: as filtered and ordered, whole. */
export function csvAddress({ limit: _limit, cursor: _cursor, ...query }: ListTutors$Params): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) params.set(name, String(value));
  return `/api/tutors.csv?${params.toString()}`;
}
