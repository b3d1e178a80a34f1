/** Whole numbers from a seed (mulberry32): a simulation is the same again for the same one. */
export class Dice {
  constructor(private seed: number) {}

  /** 0 … n−1. */
  under(n: number): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  }

  oneIn(n: number): boolean {
    return this.under(n) === 0;
  }

  of<T>(list: readonly T[]): T {
    return list[this.under(list.length)] as T;
  }
}

/** What takes part: it stands still while paused, and for ever once dead. */
export interface Actor {
  readonly isDead: boolean;
  readonly isPaused: boolean;
}

/** Lets one of all who wait go on at a time, by the dice: every interleaving of their steps can come up. */
export class Turns {
  private waiting: { readonly actor: Actor; readonly go: () => void }[] = [];

  constructor(private readonly dice: Dice) {}

  /** Resolves when it is this actor's turn; never, should it die before. */
  turn(actor: Actor): Promise<void> {
    return new Promise((go) => this.waiting.push({ actor, go }));
  }

  /** @returns false where nobody can go on */
  async step(): Promise<boolean> {
    this.waiting = this.waiting.filter(({ actor }) => !actor.isDead);
    const ready = this.waiting.filter(({ actor }) => !actor.isPaused);
    if (ready.length === 0) return false;
    const next = this.dice.of(ready);
    this.waiting.splice(this.waiting.indexOf(next), 1);
    next.go();
    // Until whoever went on waits again: a chain of promises of this protocol is much shorter than that.
    for (let i = 0; i < 20; i++) await Promise.resolve();
    return true;
  }
}
