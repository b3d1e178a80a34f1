interface Bucket {
  left: number;
  /** Milliseconds of the clock. */
  at: number;
}

/** So many events a second for each sender, and as many at once (token bucket). */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    private readonly perSecond: number,
    private readonly now: () => number,
  ) {}

  /** @returns 0 where the events may pass, else the seconds after which they may. */
  take(sender: string, events: number): number {
    const now = this.now();
    const bucket = this.buckets.get(sender) ?? { left: this.perSecond, at: now };
    bucket.left = Math.min(this.perSecond, bucket.left + ((now - bucket.at) / 1000) * this.perSecond);
    bucket.at = now;
    this.buckets.set(sender, bucket);
    if (bucket.left < events) return Math.max(1, Math.ceil((events - bucket.left) / this.perSecond));
    bucket.left -= events;
    return 0;
  }

  /** Gives back what was taken for events that could not be put on the log. */
  giveBack(sender: string, events: number): void {
    const bucket = this.buckets.get(sender);
    if (bucket) bucket.left = Math.min(this.perSecond, bucket.left + events);
  }
}
