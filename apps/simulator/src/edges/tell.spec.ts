import type { TutoringEvent } from '@tq/events';
import { DAY, HOUR } from '../platform/calendar';
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

describe('history and what comes after it', () => {
  it('lets the live stream go on where history ended, and again where the live stream was stopped', async () => {
    const { sent, run, told, stop } = collecting();
    await tellHistory(run, -Infinity, now - 2 * DAY);
    expect(told()).toBe(now - 2 * DAY);

    setTimeout(() => stop.abort(), 400);
    // 600 × 400 ms: four minutes of the platform's time.
    await tellLive({ ...run, speed: 600 }, told());
    expect(told()).toBeGreaterThan(now - 2 * DAY);
    expect(told()).toBeLessThan(now - 2 * DAY + HOUR);

    const again = new AbortController();
    setTimeout(() => again.abort(), 1500);
    await tellLive({ ...run, signal: again.signal, speed: 1 }, told());
    expect(told()).toBeGreaterThanOrEqual(now);
    expect(sent).toEqual(platformStream(platform).until(told()).map(({ event }) => event)); // prettier-ignore
  });
});
