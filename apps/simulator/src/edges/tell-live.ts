import { setTimeout as wait } from 'node:timers/promises';
import { MINUTE } from '../platform/calendar';
import type { Platform } from '../platform/platform';
import { platformStream } from '../platform/stream';
import type { Progress } from './progress';
import type { Sink } from './sink';

interface Run {
  readonly platform: Platform;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  readonly speed: number;
  readonly report: (progress: Progress, isLast?: boolean) => void;
  readonly onTold: (until: number) => Promise<void>;
}

/** How often is looked whether something has happened, and how often it is remembered how far we are. */
const look = 250;
const remember = 5000;

/**
 * Tells what happens from an instant on, for as long as the signal is not aborted. At 1× what is overdue is told at
 * once; faster, the platform's clock runs at that speed towards now, and goes with the real one from then on.
 * @param from epoch ms; -Infinity: from the first fact on, which puts the platform's clock at its origin
 */
export async function tellLive({ platform, sink, signal, speed, report, onTold }: Run, from: number): Promise<void> {
  const stream = platformStream(platform);
  if (from > -Infinity) stream.until(from);
  const start = Math.max(from, platform.origin);
  const begun = Date.now();
  const clock = (): number => Math.min(Date.now(), speed > 1 ? start + (Date.now() - begun) * speed : Infinity);
  let events = 0;
  let told = from;
  let remembered = -Infinity;
  const progress = (): Progress => {
    const rate = Math.round(events / Math.max(1, (Date.now() - begun) / 1000));
    return {
      phase: 'live',
      events,
      total: null,
      rate,
      etaSeconds: null,
      until: new Date(Math.max(told, start)).toISOString(),
    };
  };
  try {
    while (!signal.aborted) {
      // Never more than an hour at once, so that a long absence is made up for in pieces that are remembered.
      const reached = Math.min(clock(), told === -Infinity ? start : told + 60 * MINUTE);
      const due = reached >= told ? stream.until(reached) : [];
      for (let i = 0; i < due.length; i += sink.batch) {
        await sink.send(due.slice(i, i + sink.batch).map(({ event }) => event));
        events += Math.min(sink.batch, due.length - i);
      }
      told = Math.max(told, reached);
      if (due.length > 0 || performance.now() - remembered > 60_000) {
        if (performance.now() - remembered > remember || told < clock()) {
          await onTold(told);
          remembered = performance.now();
        }
      }
      report(progress());
      if (clock() - told < look) await wait(look, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (told > -Infinity) await onTold(told);
  report(progress(), true);
}
