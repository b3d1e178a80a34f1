import { setTimeout as wait } from 'node:timers/promises';

/** Waits until the readings hold all of the log, at least one event. @throws Error after two minutes */
export async function untilFolded(url: string, token: string): Promise<void> {
  for (let attempt = 0; attempt < 480; attempt += 1) {
    const answer = await fetch(`${url}/api/overview`, { headers: { authorization: `Bearer ${token}` } });
    const { freshness } = (await answer.json()) as {
      freshness?: { lagRecords: number | null; lastEventAt: string | null };
    };
    if (freshness?.lagRecords === 0 && freshness.lastEventAt !== null) return;
    await wait(250);
  }
  throw new Error('The readings do not hold all of the log after two minutes.');
}
