/** Counts what failed under a key and says how long to wait. Forgets a key 15 minutes after its last failure. */
export class Attempts {
  private readonly failures = new Map<string, { count: number; at: number }>();

  /** @param free failures before the first wait, which is 2 s and doubles up to 15 minutes */
  constructor(
    private readonly free: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Seconds until the next attempt is allowed; 0 = now. */
  waitOf(key: string): number {
    const known = this.failures.get(key);
    if (known === undefined) return 0;
    const over = known.count - this.free;
    if (over < 0) return 0;
    const untilMs = known.at + Math.min(2000 * 2 ** over, forgetMs) - this.now();
    return Math.max(0, Math.ceil(untilMs / 1000));
  }

  failed(key: string): void {
    const at = this.now();
    const known = this.failures.get(key);
    const count = known !== undefined && at - known.at < forgetMs ? known.count + 1 : 1;
    this.failures.delete(key);
    this.failures.set(key, { count, at });
    // Somebody tries names at random: the oldest goes, so that memory stays bounded.
    if (this.failures.size > largest) this.failures.delete(this.failures.keys().next().value!);
  }

  succeeded(key: string): void {
    this.failures.delete(key);
  }
}

const forgetMs = 15 * 60_000;
const largest = 20_000;
