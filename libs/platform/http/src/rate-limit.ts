import { ProblemError } from './problem';

interface Bucket {
  tokens: number;
  at: number;
}

const largest = 10_000;

/** A token bucket for each key: `perSecond` on average, `burst` at once. */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws ProblemError 429 with Retry-After when the key has used up its share */
  take(key: string): void {
    const now = this.now();
    const bucket = this.buckets.get(key) ?? { tokens: this.burst, at: now };
    const tokens = Math.min(this.burst, bucket.tokens + ((now - bucket.at) / 1000) * this.perSecond);
    if (tokens < 1) {
      const seconds = Math.max(1, Math.ceil((1 - tokens) / this.perSecond));
      throw new ProblemError(429, {
        detail: `Too many requests; try again in ${seconds} s.`,
        headers: { 'retry-after': String(seconds) },
      });
    }
    if (this.buckets.size >= largest && !this.buckets.has(key)) this.buckets.clear();
    this.buckets.set(key, { tokens: tokens - 1, at: now });
  }
}
