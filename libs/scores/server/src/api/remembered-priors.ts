import { Injectable } from '@nestjs/common';
import type { Prior } from '@tq/scores/core';
import type { Day } from '@tq/sessions/core';
import type { PriorsOfDays } from '../histories';
import { priorsOfDays } from '../priors.query';
import { yieldNow } from './yield-now';

const freshMs = 60_000;
const daysAtOnce = 5;

/**
 * The priors of past days for trends and histories, which may lag a minute behind a late fact. (Cards never take theirs
 * from here.) Ninety priors of ten thousand tutors are seconds of work, so they are made a few days at a time.
 */
@Injectable()
export class RememberedPriors {
  private readonly known = new Map<string, { prior: Prior; madeAt: number }>();
  private queue: Promise<unknown> = Promise.resolve();

  readonly of: PriorsOfDays = (db, schema, from, to) => {
    const work = this.queue.then(() => this.make(db, schema, from, to));
    this.queue = work.catch(() => undefined);
    return work;
  };

  private async make(...[db, schema, from, to]: Parameters<PriorsOfDays>): Promise<Map<Day, Prior>> {
    const now = Date.now();
    const isFresh = (day: Day): boolean => now - (this.known.get(`${schema} ${day}`)?.madeAt ?? 0) < freshMs;
    for (let day = from; day <= to; day++) {
      if (isFresh(day)) continue;
      const last = Math.min(day + daysAtOnce - 1, to);
      for (const [made, prior] of await priorsOfDays(db, schema, day, last))
        this.known.set(`${schema} ${made}`, { prior, madeAt: now });
      day = last;
      await yieldNow();
    }
    if (this.known.size > 2000)
      for (const [key, { madeAt }] of this.known) if (now - madeAt > freshMs) this.known.delete(key);
    const priors = new Map<Day, Prior>();
    for (let day = from; day <= to; day++) priors.set(day, this.known.get(`${schema} ${day}`)!.prior);
    return priors;
  }
}
