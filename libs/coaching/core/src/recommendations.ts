import type { Reading } from '@tq/events';

type Level = Reading['level'];

/** What a person can do about a reading: one sentence for each signal and level that calls for something. */
export const recommendations: Readonly<Record<string, Partial<Record<Level, string>>>> = {
  reschedules: {
    high: 'Call the tutor this week: ask what is behind the moves, and agree on hours that they can keep.',
    watch: 'Write to the tutor: ask whether their hours still suit them, and look again in a week.',
  },
  'no-shows': {
    high: 'Call the tutor today, confirm the next sessions one by one, and have a substitute ready.',
    watch: 'Ask the tutor what happened, and have the next sessions confirmed the day before.',
  },
  cancellations: {
    watch: 'Go through the tutor’s next two weeks with them, and hand over now what they cannot hold.',
  },
  'first-sessions': {
    watch: 'Call the student’s family today, apologise, and offer a first session with a tutor who is free this week.',
  },
};

/** The one recommendation for a reading; undefined where there is nothing to do. */
export function recommendationFor({ signal, level }: Pick<Reading, 'signal' | 'level'>): string | undefined {
  return Object.hasOwn(recommendations, signal) ? recommendations[signal]?.[level] : undefined;
}
