import type { SystemStatus } from './system.dto';

type Known = Omit<SystemStatus, 'sentence' | 'state' | 'checkedAt' | 'timeZone' | 'anomalies'>;

const lateSeconds = 60;

/** The state of the whole system in one sentence: the worst that is known, or that all is good with the figures to it. */
export function systemSentence(known: Known, now: number): Pick<SystemStatus, 'sentence' | 'state'> {
  const wrong = [...troubles(known)];
  const first = wrong[0];
  if (first !== undefined) {
    const more =
      wrong.length > 1 ? ` And ${wrong.length - 1} more ${wrong.length === 2 ? 'thing' : 'things'} below.` : '';
    return { sentence: `${first.sentence}${more}`, state: wrong.some(({ isDown }) => isDown) ? 'down' : 'degraded' };
  }
  const last = known.freshness.lastEventAt;
  const heard =
    last === null ? 'no events yet' : `last event ${ago((now - Date.parse(last)) / 1000)} ago, all of the log is shown`;
  const { p95Seconds, maxPerHour } = known.mail;
  const mail = p95Seconds === null ? 'no mail in the last 24 hours' : `mail p95 ${ago(p95Seconds)}`;
  const limit = maxPerHour === 0 ? 'no limit' : `limit ${maxPerHour} an hour`;
  return { sentence: `All good: ${heard}; ${mail}, ${limit}.`, state: 'good' };
}

interface Trouble {
  readonly sentence: string;
  readonly isDown: boolean;
}

function* troubles(known: Known): Generator<Trouble> {
  const { freshness, processes, alarms, mail, deadLetters, databaseAwaySince } = known;
  if (databaseAwaySince !== null) {
    const at = databaseAwaySince.slice(11, 19);
    yield { sentence: `Postgres does not answer since ${at} UTC: what stands below is from before.`, isDown: true };
  }
  if (freshness.lagRecords === null) {
    yield { sentence: 'The broker cannot be asked where the log ends: nobody knows how fresh this is.', isDown: true };
  }
  for (const { name, problem } of processes.filter(({ ready }) => !ready)) {
    yield { sentence: `${name} is not ready: ${problem ?? 'no answer'}`, isDown: true };
  }
  if ((freshness.lagRecords ?? 0) > 0 && (freshness.lagSeconds ?? Infinity) > lateSeconds) {
    const late = freshness.lagSeconds === null ? '' : `, up to ${ago(freshness.lagSeconds)} late`;
    yield { sentence: `Scoring lags: ${freshness.lagRecords} records are not counted yet${late}.`, isDown: false };
  }
  for (const { detail } of alarms) yield { sentence: detail, isDown: false };
  if (mail.state === 'failing')
    yield { sentence: `Mail is refused${mail.lastError === null ? '' : `: ${mail.lastError}`}.`, isDown: false };
  if (mail.state === 'late') yield { sentence: `${mail.late} mails are late by more than an hour.`, isDown: false };
  const { open24h } = deadLetters;
  if (open24h > 0) {
    const were = open24h === 1 ? '1 record of the last 24 hours was no valid event' : `${open24h} records of the last 24 hours were no valid events`; // prettier-ignore
    yield {
      sentence: `${were}, and nobody has decided what becomes of ${open24h === 1 ? 'it' : 'them'}.`,
      isDown: false,
    };
  }
}

/** `14 s`, `3 min`, `5 h`, `2 days`. */
function ago(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
