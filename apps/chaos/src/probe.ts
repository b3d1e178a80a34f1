import { setTimeout as wait } from 'node:timers/promises';
import type { Driver } from './driver';
import type { Product } from './product';

const tutorId = 'probe';
const longestMs = 120_000;

/** Whether the way of a fact is open from end to end: a session that ends now becomes readable. */
export class Probe {
  constructor(
    private readonly product: Product,
    private readonly driver: Driver,
  ) {}

  /** @returns the milliseconds until it was readable @throws Error where it is not within two minutes */
  async untilReadable(): Promise<number> {
    const begun = performance.now();
    const before = (await this.ended()) ?? (await this.known());
    await this.driver.endSession(tutorId);
    while (performance.now() - begun < longestMs) {
      if (((await this.ended()) ?? 0) > before) return performance.now() - begun;
      await wait(50);
    }
    throw new Error('What is sent does not become readable within two minutes.');
  }

  private async known(): Promise<number> {
    for (const end = Date.now() + longestMs; Date.now() < end; await wait(200)) {
      const ended = await this.ended();
      if (ended !== undefined) return ended;
    }
    throw new Error('The gateway does not answer within two minutes.');
  }

  /** Sessions of the probe that are readable; undefined where nobody answers. */
  private async ended(): Promise<number | undefined> {
    try {
      const { items } = await this.product.ask<{ items: { windows: { 90: { held: number; missed: number } } }[] }>(
        `/api/tutors?q=${tutorId}&limit=1`,
      );
      return items.reduce((sum, { windows }) => sum + windows['90'].held + windows['90'].missed, 0);
    } catch {
      return undefined;
    }
  }
}
