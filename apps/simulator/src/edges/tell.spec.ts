import type { TutoringEvent } from '@tq/events';
import { DAY } from '../platform/calendar';
import { platformStream } from '../platform/stream';
import type { Sink } from './sink';
import { tellHistory } from './tell-history';
import { tellLive } from './tell-live';

const now = Date.now();
const platform = { seed: 9, tutors: 30, perDay: 90, origin: now - 5 * DAY };

function collecting() {
  const sent: TutoringEvent[] = [];
  const sink: Sink = {
    batch: 100,
    send: (events) => Promise.resolve(void sent.push(...events)),
    close: () => Promise.resolve(),
  };
  let told = -Infinity;
  const stop = new AbortController();
  const onTold = (until: number): Promise<void> => Promise.resolve(void (told = until));
  return {
    sent,
    stop,
    told: () => told,
    run: { platform, sink, signal: stop.signal, report: () => undefined, onTold },
  };
}

/** Stops a live stream as soon as it has told everything up to an instant. */
const until = (instant: number, stop: AbortController) => (progress: { until: string }) => {
  if (Date.parse(progress.until) >= instant) stop.abort();
};

jest.setTimeout(60_000); // for a busy machine

describe('history and what comes after it', () => {
  it('lets the live stream go on where history ended, and again where the live stream was stopped', async () => {
    const { sent, run, told, stop } = collecting();
    await tellHistory(run, -Infinity, now - 2 * DAY);
    expect(told()).toBe(now - 2 * DAY);

    await tellLive({ ...run, speed: 600, report: until(now - 2 * DAY + 1, stop) }, told());
    expect(told()).toBeGreaterThan(now - 2 * DAY);
    expect(told()).toBeLessThan(now - DAY);

    const again = new AbortController();
    await tellLive({ ...run, signal: again.signal, speed: 1, report: until(now, again) }, told());
    expect(told()).toBeGreaterThanOrEqual(now);
    expect(sent).toEqual(platformStream(platform).until(told()).map(({ event }) => event)); // prettier-ignore
  });

  it('counts nothing as told that was not taken, so that a run that was cut off at once begins again', async () => {
    const { sent, run, told, stop } = collecting();
    const away: Sink = {
      ...run.sink,
      send: () => Promise.resolve(stop.abort()).then(() => Promise.reject(new Error('away'))),
    };
    await tellLive({ ...run, sink: away, speed: 1 }, -Infinity);
    expect(sent).toEqual([]);
    expect(told()).toBe(-Infinity);
  });
});
