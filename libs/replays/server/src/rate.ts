const spanMs = 10_000;

/** How fast something goes, over the last ten seconds: an average since the beginning would hide that it stands. */
export class Rate {
  private seen: { readonly at: number; readonly done: number }[] = [];

  /** @param at milliseconds; @returns a second, null before two looks */
  of(done: number, at: number): number | null {
    this.seen.push({ at, done });
    while (this.seen.length > 2 && at - (this.seen[1]?.at ?? at) >= spanMs) this.seen.shift();
    const first = this.seen[0];
    if (!first || at <= first.at) return null;
    return ((done - first.done) / (at - first.at)) * 1000;
  }
}

/** Seconds until all is done at that rate; null where nobody can say. */
export function secondsLeft(folded: number, total: number, perSecond: number | null): number | null {
  if (folded >= total) return 0;
  return perSecond === null || perSecond <= 0 ? null : Math.ceil((total - folded) / perSecond);
}
