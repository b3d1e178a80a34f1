import { DAY } from '../platform/calendar';
import type { Platform } from '../platform/platform';
import { platformStream } from '../platform/stream';
import type { Progress } from './progress';
import type { Sink } from './sink';

interface Run {
  readonly platform: Platform;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  readonly report: (progress: Progress, isLast?: boolean) => void;
  /** Called when all that was told before this instant is safely there. */
  readonly onTold: (until: number) => Promise<void>;
}

/**
 * Tells everything from one instant (exclusive of what was told before it) to another, as fast as it is taken.
 * @param from epoch ms, or -Infinity for the first fact
 */
export async function tellHistory(
  { platform, sink, signal, report, onTold }: Run,
  from: number,
  until: number,
): Promise<void> {
  const stream = platformStream(platform);
  if (from > -Infinity) stream.until(from);
  const begun = performance.now();
  const start = Math.max(from, platform.origin);
  let events = 0;
  let before = 0;
  const progress = (reached: number): Progress => {
    const seconds = (performance.now() - begun) / 1000;
    const share = (reached - start) / (until - start || 1);
    // What was told before the origin (tutors, the first weeks' plans) comes all at once and is no measure of the rest.
    const total = share > 0.02 ? before + (events - before) / share : null;
    const etaSeconds = total === null ? null : Math.round((seconds * (total - events)) / (events || 1));
    return {
      phase: 'history',
      events,
      total: total && Math.round(total),
      rate: Math.round(events / seconds),
      etaSeconds,
      until: new Date(reached).toISOString(),
    };
  };
  for (let reached = start; ; reached = Math.min(until, reached + DAY)) {
    const told = stream.until(reached);
    for (let i = 0; i < told.length; i += sink.batch) {
      signal.throwIfAborted();
      await sink.send(told.slice(i, i + sink.batch).map(({ event }) => event));
      events += Math.min(sink.batch, told.length - i);
      report(progress(reached));
    }
    if (reached === start) before = events;
    await onTold(reached);
    if (reached >= until) break;
  }
  report(progress(until), true);
}
