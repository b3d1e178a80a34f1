import { dayText, type HistoryDay, percent } from '@tq/platform/web';

/** One sentence that says what the line shows. Share limits, days oldest first. */
export function rateSummary(days: readonly HistoryDay[], limit: number): string {
  const known = days.filter((day) => day.rescheduleRate30 !== null);
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last) return 'Nothing was counted in these 90 days.';
  const above = known.filter((day) => (day.rescheduleRate30 ?? 0) > limit);
  const way = `From ${percent(first.rescheduleRate30)} on ${dayText(first.day)} to ${percent(last.rescheduleRate30)} on ${dayText(last.day)}`;
  if (above.length === 0) return `${way}; never above the limit of ${percent(limit)}.`;
  const since = sinceWhen(known, limit);
  const days90 = above.length === 1 ? 'one day' : `${above.length} days`;
  return since
    ? `${way}; above the limit of ${percent(limit)} since ${dayText(since)}.`
    : `${way}; above the limit of ${percent(limit)} on ${days90}, not now.`;
}

/** The first day of the unbroken run above the limit that ends with the last day. */
function sinceWhen(days: readonly HistoryDay[], limit: number): string | undefined {
  let since: string | undefined;
  for (const day of [...days].reverse()) {
    if ((day.rescheduleRate30 ?? 0) <= limit) break;
    since = day.day;
  }
  return since;
}
