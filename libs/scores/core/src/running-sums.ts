import { noCounts, windowLengths, type Day, type DayCounts, type Windows } from '@tq/sessions/core';

/** What levels rest on, in the order in which days are packed. */
export const packedCounts = ['counted', 'tutorMoved', 'held', 'missed', 'tutorCancelled', 'firstMissed'] as const;
const width = packedCounts.length;

/** One tutor's days with a count: the day, then its `packedCounts`, again and again. */
export type PackedDays = Int32Array;

type Counts = { -readonly [K in keyof DayCounts]: number };

/**
 * The counts of any window of one tutor by two look-ups, for questions about many tutors on many days: the arrays are
 * used again for the next tutor, and so are the windows that it hands out.
 */
export class RunningSums {
  private readonly sums: Int32Array;
  private readonly windows: Record<7 | 30 | 90, Counts> = {
    7: { ...noCounts },
    30: { ...noCounts },
    90: { ...noCounts },
  };

  /** @param first @param last the days that may be summed over */
  constructor(
    private readonly first: Day,
    private readonly last: Day,
  ) {
    this.sums = new Int32Array((last - first + 2) * width);
  }

  /** Takes another tutor's days; those outside are passed over. */
  load(days: PackedDays): void {
    const { sums, first, last } = this;
    sums.fill(0);
    for (let i = 0; i < days.length; i += width + 1) {
      const day = days[i] as number;
      if (day < first || day > last) continue;
      const at = (day - first + 1) * width;
      for (let c = 0; c < width; c++) sums[at + c] = days[i + 1 + c] as number;
    }
    for (let i = width; i < sums.length; i++) sums[i] = (sums[i] as number) + (sums[i - width] as number);
  }

  /** One count over the days [from, to]. */
  between(count: (typeof packedCounts)[number], from: Day, to: Day): number {
    const c = packedCounts.indexOf(count);
    return this.upTo(to, c) - this.upTo(from - 1, c);
  }

  /** The windows as of a day, of what is packed (moves are 0): good until the next call. */
  windowsAsOf(day: Day): Windows {
    for (const length of windowLengths) {
      const window = this.windows[length];
      for (let c = 0; c < width; c++)
        window[packedCounts[c] as (typeof packedCounts)[number]] = this.upTo(day, c) - this.upTo(day - length, c);
    }
    return this.windows;
  }

  private upTo(day: Day, c: number): number {
    return day < this.first ? 0 : (this.sums[(day - this.first + 1) * width + c] as number);
  }
}
