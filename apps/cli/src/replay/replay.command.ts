import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { checkRuleSet, instantOf, type RuleSet } from '@tq/events';
import { SetupError } from '@tq/platform/local';
import { activeProjection, createPool } from '@tq/platform/postgres';
import { readSettings, type Settings } from '@tq/platform/settings';
import { RebuildDesk, RebuildRefused, RebuildStore, type Rebuild, type RebuildWish } from '@tq/replays/server';
import { ensureSpine, foldVersion } from '@tq/sessions/server';
import { followed } from './followed';
import { comparisonLines, whatIfLines } from './replay-words';
import { withServers } from './with-servers';

export interface ReplayOptions {
  readonly swap?: boolean;
  readonly dryRun?: boolean;
  readonly rules?: string;
  readonly knownAt?: string;
  readonly back?: boolean;
  readonly pause?: boolean;
  readonly resume?: boolean;
  readonly cancel?: boolean;
}

const say = (...lines: string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

/** `npm run replay`: rebuilds the projection from the first event beside the one that readers see. */
export async function replayCommand(options: ReplayOptions): Promise<void> {
  const settings = readSettings();
  const rules = options.rules === undefined ? undefined : await rulesOf(options.rules);
  const knownAt = options.knownAt === undefined ? undefined : momentOf(options.knownAt);
  await withServers(settings, async (servers, ending) => {
    const pool = createPool(servers.databaseUrl, { name: 'replay', max: 2 });
    try {
      if ((await activeProjection(pool)) === null)
        throw new SetupError(
          'There is no projection yet: scoring makes the first one at its first start.',
          'npm start',
        );
      await ensureSpine(pool);
      await RebuildStore.ensure(pool);
      const desk = new RebuildDesk({ pool, runner: 'command', foldVersion, timeZone: zoneOf(settings) });
      const current = (await desk.overview()).current;
      if (options.pause) return await paused(desk, current);
      const begun = options.cancel
        ? await cancelled(desk, current)
        : await begin(desk, current, options, {
            dryRun: options.dryRun ?? false,
            ...(rules ? { rules } : {}),
            ...(knownAt === undefined ? {} : { knownAt }),
          });
      ending.addEventListener('abort', () => say('It goes on from where it is with npm run replay -- --resume'));
      report(await followed(new RebuildStore(pool), begun.id, servers, ending, options), options);
    } catch (error) {
      throw error instanceof RebuildRefused ? new SetupError(error.message, 'npm run replay -- --help') : error;
    } finally {
      await pool.end();
    }
  });
}

/** Only what somebody said: where nothing is said, days are counted as they were. */
const zoneOf = (settings: Settings): string | undefined =>
  process.env.PLATFORM_TIME_ZONE ? settings.PLATFORM_TIME_ZONE : undefined;

async function begin(
  desk: RebuildDesk,
  current: Rebuild | null,
  options: ReplayOptions,
  wish: RebuildWish,
): Promise<Rebuild> {
  const by = `npm run replay (${process.env.USER ?? 'somebody'})`;
  const evenIfDifferent = options.swap ?? false;
  if (current) {
    if (options.resume || desk.isGoingOnWith(current, { ...wish, back: options.back ?? false })) {
      say(`Going on with rebuild ${current.id}, asked for by ${current.requestedBy}.`);
      return desk.goOn(current.id, evenIfDifferent);
    }
    throw new SetupError(`Rebuild ${current.id} (${current.kind}, ${current.state}) has not ended.`, 'npm run replay -- --resume   (or --cancel)'); // prettier-ignore
  }
  if (options.resume) throw new SetupError('There is no rebuild to go on with.', 'npm run replay');
  if (options.back) return desk.back(by);
  return desk.begin(by, { ...wish, evenIfDifferent });
}

async function paused(desk: RebuildDesk, current: Rebuild | null): Promise<void> {
  if (!current) throw new SetupError('There is no rebuild to pause.', 'npm run replay');
  await desk.pause(current.id);
  for (let left = 150; ; left--, await wait(200)) {
    const rebuild = await desk.byId(current.id);
    if (rebuild?.state === 'paused')
      return say(`Rebuild ${rebuild.id} is paused. Go on with it: npm run replay -- --resume`);
    if (rebuild?.endedAt) throw new SetupError(`Rebuild ${rebuild.id} had ended before: ${rebuild.state}.`, 'npm run replay'); // prettier-ignore
    if (left === 0) throw new SetupError(`Rebuild ${current.id} is not paused yet: whoever does it will hear of it.`, 'npm run replay -- --pause'); // prettier-ignore
  }
}

async function cancelled(desk: RebuildDesk, current: Rebuild | null): Promise<Rebuild> {
  if (!current) throw new SetupError('There is no rebuild to cancel.', 'npm run replay');
  await desk.cancel(current.id);
  return current;
}

function report(rebuild: Rebuild, options: ReplayOptions): void {
  const { state, kind, comparison, fromVersion, toVersion, problem } = rebuild;
  if (state === 'failed')
    throw new SetupError(problem ?? 'It failed.', 'npm run replay   (goes on where it was; --cancel takes it away)');
  if (state === 'cancelled') return say('Cancelled: what was made is gone, readers see what they saw.');
  if (state === 'paused')
    return say(`Paused at ${rebuild.folded.toLocaleString('en')} records. Go on with it: npm run replay -- --resume`);
  if (kind === 'what-if' && comparison) {
    return say(...whatIfLines(comparison, rebuild, options.rules));
  }
  if (comparison && kind === 'rebuild') say(...comparisonLines(comparison));
  if (state === 'switched')
    return say(`Readers see version ${toVersion} from now on; version ${fromVersion} is kept for the way back: npm run replay -- --back`); // prettier-ignore
  if (rebuild.dryRun) say('Nothing was switched (--dry-run), and what was made is gone again.');
  else say('Nothing was switched. To switch even so: npm run replay -- --swap   (or take it away: --cancel)');
  process.exitCode = state === 'differs' ? 1 : 0;
}

async function rulesOf(file: string): Promise<RuleSet> {
  const mend = 'npm run replay -- --rules FILE   (its schema: /api/rule-set.schema.json)';
  let document: unknown;
  try {
    document = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new SetupError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, mend);
  }
  const problems = checkRuleSet(document);
  if (problems.length === 0) return document as RuleSet;
  throw new SetupError(`${file} is no rule set: ${problems.map(({ pointer, detail }) => `${pointer || 'it'} ${detail}`).join('; ')}`, mend); // prettier-ignore
}

function momentOf(text: string): number {
  const instant = instantOf(text);
  const problem = Number.isNaN(instant)
    ? `${text} is no RFC 3339 time with an offset.`
    : instant > Date.now()
      ? `${text} is yet to come: nobody knows what will be known then.`
      : undefined;
  if (problem !== undefined) throw new SetupError(problem, 'npm run replay -- --known-at 2026-03-01T00:00:00Z');
  return instant;
}
