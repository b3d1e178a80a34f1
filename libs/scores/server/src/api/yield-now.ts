import { setImmediate } from 'node:timers/promises';

const longestMs = 4;
let begun = 0;

/** Lets requests in when the work between two calls has taken a few milliseconds; else goes on at once. */
export async function yieldNow(): Promise<void> {
  if (performance.now() - begun < longestMs) return;
  await setImmediate();
  begun = performance.now();
}
