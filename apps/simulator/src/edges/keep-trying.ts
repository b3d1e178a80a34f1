import { setTimeout as wait } from 'node:timers/promises';

/** What an attempt found out: it is done, or it may be made again in so many milliseconds. */
export type Attempt = 'done' | { readonly againIn: number };

/** A failure that trying again does not mend; its message is for the person at the terminal. */
export class Refused extends Error {}

/**
 * Makes attempts until one is done. One that throws is made again after 0.5 s, doubling to 5 s; the first time the
 * person at the terminal is told what is waited for.
 * @throws Refused, and the signal's reason when it is aborted
 */
export async function keepTrying(what: string, signal: AbortSignal, attempt: () => Promise<Attempt>): Promise<void> {
  for (let pause = 500; ; pause = Math.min(5000, pause * 2)) {
    signal.throwIfAborted();
    const result = await attempt().catch((error: unknown) => {
      if (error instanceof Refused) throw error;
      if (pause === 500) process.stderr.write(`${what} does not answer (${reasonOf(error)}); trying again.\n`);
      return { againIn: pause };
    });
    if (result === 'done') return;
    await wait(result.againIn, undefined, { signal });
  }
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}
