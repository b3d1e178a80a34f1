import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import type { Running } from '@tq/platform/local';
import type { Installation } from './installation';
import { simulatorLaunch } from './launches';

/** Told now and then how far a step is, in words. */
export type Progress = (sentence: string) => void;

const count = (number: number) => Math.round(number).toLocaleString('en');
const seconds = (number: number) =>
  number < 90 ? `${Math.max(1, Math.round(number))} s` : `${Math.round(number / 60)} min`;

/** Sessions that ended before this instant are demo history: they count, and are not mailed. Set before the first of them is folded. */
export async function reportFrom(installation: Installation, instant: string): Promise<void> {
  const client = new pg.Client({ connectionString: installation.databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO tq.setting (key, value) VALUES ('reportsFrom', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      [JSON.stringify(Date.parse(instant))],
    );
  } finally {
    await client.end();
  }
}

interface SimulatorProgress {
  readonly events: number;
  readonly total: number | null;
  readonly rate: number;
  readonly etaSeconds: number | null;
}

/** Sends 90 days of history to the log; a start that was interrupted goes on where it was. @throws Error when it fails */
export async function sendHistory(
  installation: Installation,
  until: string,
  spawned: (running: Running) => void,
  progress: Progress,
): Promise<void> {
  let unfinished = '';
  const onOutput = (text: string) => {
    const lines = (unfinished + text).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines.filter((each) => each.startsWith('{'))) {
      const { events, total, rate, etaSeconds } = JSON.parse(line) as SimulatorProgress;
      const share = total === null ? '' : ` of about ${count(total)}`;
      const left = etaSeconds === null ? '' : `, ${seconds(etaSeconds)} left`;
      progress(`${count(events)}${share} events sent, ${count(rate)} a second${left}`);
    }
  };
  let running: Running | undefined;
  await simulatorLaunch(
    installation,
    ['--days', '90', '--until', until, '--via', 'kafka'],
    onOutput,
  )((process) => {
    running = process;
    spawned(process);
  });
  const how = await running?.exited;
  if (how !== 0) throw new Error(`The simulator ended (${how}) before the history was sent.`);
}

interface Freshness {
  readonly lagRecords: number;
}

async function lagOf({ gatewayUrl, gatewayApiToken }: Installation): Promise<number | undefined> {
  const answer = await fetch(`${gatewayUrl}/api/overview`, {
    headers: { authorization: `Bearer ${gatewayApiToken}` },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  if (!answer?.ok) return undefined;
  const { freshness } = (await answer.json()) as { freshness?: Freshness };
  return freshness?.lagRecords;
}

/** How many records of the log have been folded so far; the readings follow when the fold has caught up. */
async function foldedIn(client: pg.Client): Promise<number> {
  const { rows: active } = await client.query<{ schema: string }>('SELECT schema FROM tq.projection WHERE active');
  if (!active[0]) return 0;
  const { rows } = await client.query<{ folded: string | null }>(
    `SELECT sum(next_offset) AS folded FROM ${client.escapeIdentifier(active[0].schema)}.fold_offset WHERE topic = 'session-events'`,
  );
  return Number(rows[0]?.folded ?? 0);
}

const stillMs = 120_000;

/** Waits until every reading holds all of the log. `signal` ends the waiting. @throws Error when nothing moves for two minutes */
export async function untilFolded(installation: Installation, signal: AbortSignal, progress: Progress): Promise<void> {
  const client = new pg.Client({ connectionString: installation.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const before = await foldedIn(client);
    const begun = performance.now();
    let [folded, movedAt] = [before, begun];
    for (let lag = await lagOf(installation); lag !== 0; lag = await lagOf(installation)) {
      signal.throwIfAborted();
      const now = performance.now();
      const reached = await foldedIn(client);
      if (reached !== folded) [folded, movedAt] = [reached, now];
      const rate = ((folded - before) / (now - begun)) * 1_000;
      progress(
        `${count(folded)} events folded${rate > 0 ? `, ${count(rate)} a second` : ''}${lag === undefined ? '' : `; up to ${count(lag)} to go until all readings hold them`}`,
      );
      if (now - movedAt > stillMs)
        throw new Error(
          lag === undefined
            ? 'The gateway does not say how far scoring is.'
            : `Scoring stands still with ${count(lag)} events to go.`,
        );
      await wait(300, undefined, { signal });
    }
  } finally {
    await client.end();
  }
}
