import { dayText, percent, percentRange, type TutorItem } from '@tq/platform/web';

/** Where a tutor stands, as the first words of the page. */
export function verdict({ riskLevel, needsYou, levelSince, departedAt }: TutorItem): string {
  const since = levelSince ? ` since ${dayText(levelSince)}` : '';
  if (departedAt) return `Left on ${dayText(departedAt)}`;
  if (riskLevel === 'high')
    return needsYou ? `Needs you; high risk${since}` : `Early signal${since}: high, on thin evidence`;
  if (riskLevel === 'watch') return `On watch${since}`;
  if (riskLevel === 'ok') return `Nothing to do${since ? `; OK${since}` : ''}`;
  return 'Too few sessions to judge';
}

/** How sure the judgement is, in a sentence; undefined where nothing was counted. */
export function evidenceWords({ evidence }: TutorItem, limit: number): string | undefined {
  const { grade, probability, interval, window } = evidence;
  if (grade === null || probability === null) return undefined;
  const sure = { confirmed: 'Confirmed', likely: 'Likely', early: 'Early' }[grade];
  const range = interval ? `; the true rate is likely ${percentRange(interval)}` : '';
  return `${sure}: the chance that the true rate exceeds ${percent(limit)} is ${percent(probability)}${range} (${window} days).`;
}
