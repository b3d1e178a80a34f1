import { type Overview, plural, wholeNumber } from '@tq/platform/web';

/** The first line of Triage: who needs you, and then the rest; what is not known yet is left out. */
export function headline({ counts, newSinceYesterday }: Pick<Overview, 'counts' | 'newSinceYesterday'>) {
  return {
    first: `${plural(counts.needsYou, 'tutor')} ${counts.needsYou === 1 ? 'needs' : 'need'} you`,
    rest: [
      ...(newSinceYesterday === null ? [] : [`${wholeNumber(newSinceYesterday)} new since yesterday`]),
      `${wholeNumber(counts.watch)} on watch`,
    ]
      .map((part) => ` · ${part}`)
      .join(''),
  };
}
