import type { TutoringEvent } from '@tq/events';
import { open } from 'node:fs/promises';
import type { Sink } from './sink';

/** One event on each line; the file begins anew. */
export async function ndjsonSink(path: string): Promise<Sink> {
  const file = await open(path, 'w');
  return {
    batch: 10_000,
    async send(events: readonly TutoringEvent[]) {
      await file.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    },
    close: () => file.close(),
  };
}
