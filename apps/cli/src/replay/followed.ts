import { setTimeout as wait } from 'node:timers/promises';
import type { Rebuild, RebuildStore } from '@tq/replays/server';
import { progressLine } from './replay-words';
import { replayProcess, type Ended } from './replay-process';
import type { Servers } from './with-servers';

const lookEveryMs = 200;
const lineEveryMs = 5000;
const patienceMs = 60_000;

/**
 * Does a rebuild, or watches whoever does it, and says how far it is, until it ended or stands.
 * A server that is away is waited for.
 */
export async function followed(
  store: RebuildStore,
  id: number,
  servers: Servers,
  ending: AbortSignal,
  { swap }: { readonly swap?: boolean },
): Promise<Rebuild> {
  // prettier-ignore
  const line = new ProgressLine();
  let doing: Promise<Ended> | undefined;
  let movedAt = performance.now();
  let folded = -1;
  try {
    for (;;) {
      ending.throwIfAborted();
      doing ??= replayProcess(servers, ending);
      const ended = await Promise.race([doing, wait(lookEveryMs, undefined)]);
      const rebuild = await store.byId(id).catch(() => null);
      if (rebuild) line.show(progressLine(rebuild));
      if (rebuild && rebuild.folded !== folded) [folded, movedAt] = [rebuild.folded, performance.now()];
      if (rebuild?.endedAt) return rebuild;
      if (!ended) continue;
      if (typeof ended === 'object') throw new Error(rebuild?.problem ?? ended.failed);
      if (ended === 'done' && rebuild && !(swap && rebuild.state === 'differs' && rebuild.evenIfDifferent))
        return rebuild;
      // Somebody else does it, or a server is away: watch, and take over where nobody does.
      if (rebuild?.state === 'differs' && !swap) return rebuild;
      if (performance.now() - movedAt > patienceMs && ended === 'again')
        throw new Error(rebuild?.problem ?? 'The database is away; npm run replay goes on where it was.');
      await wait(1000, undefined, { signal: ending });
      doing = undefined;
    }
  } finally {
    line.end();
  }
}

/** One line that is written over itself on a terminal, and now and then a new one elsewhere. */
class ProgressLine {
  private shown = '';
  private at = -Infinity;

  show(text: string): void {
    const { stderr } = process;
    if (text === this.shown || (!stderr.isTTY && performance.now() - this.at < lineEveryMs)) return;
    this.shown = text;
    this.at = performance.now();
    stderr.write(stderr.isTTY ? `\r\x1b[2K${text.slice(0, (stderr.columns ?? 80) - 1)}` : `${text}\n`);
  }

  end(): void {
    if (process.stderr.isTTY && this.shown !== '') process.stderr.write('\r\x1b[2K');
  }
}
