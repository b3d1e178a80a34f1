import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Chance } from '@tq/platform/oracle';
import { Driver } from './driver';
import { faults, kill, type Fault, type Server, type World } from './faults';
import { Inbox } from './inbox';
import { Probe } from './probe';
import { Product } from './product';
import { Recoveries } from './recoveries';
import { connections, leaked, untilQuiet, verdict } from './verdict';

export interface ChaosOptions {
  readonly minutes: number;
  readonly seed: number;
  /** So many kills of each of these, one after the other, instead of everything that can go wrong. */
  readonly kills?: ReadonlyMap<Server, number>;
}

/** A zone with odd minutes and without summer time. */
const timeZone = 'Asia/Kathmandu';
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Brings the product up, sends it an awkward history while everything goes wrong, heals it, and compares.
 * @returns what does not hold, one sentence each
 */
export async function chaos(options: ChaosOptions, ending: AbortSignal): Promise<string[]> {
  // Each has its own, so that what goes wrong, and when, is the same again however fast the driver was.
  const chance = new Chance(options.seed);
  const driversChance = new Chance(options.seed + 1);
  const home = await mkdtemp(join(tmpdir(), 'tq-chaos-'));
  const inbox = await Inbox.start(join(tmpdir(), `${home.split('/').at(-1)}-inbox`));
  const product = new Product(home, timeZone, inbox.url);
  const problems: string[] = [];
  try {
    say(`Seed ${options.seed}. Starting the product …`);
    await product.start();
    if (!product.hasSmallDisk) say('No file system can be mounted here: a full disk is left out.');
    const until = new Date().toISOString().slice(0, 10);
    const tutors = Math.min(150, Math.round(30 + 20 * options.minutes));
    const driver = new Driver(product, driversChance, { seed: options.seed, until, tutors });
    const world: World = { product, driver, inbox, chance };
    const recoveries = new Recoveries();
    const probe = new Probe(product, driver);
    // Some connections are made with the first fact that goes all the way.
    await probe.untilReadable();
    await wait(3000);
    const atRest = await connections(product);
    driver.start();
    problems.push(...(await disturb(world, probe, options, recoveries, ending)));
    say('Everything is healed: waiting until all is sent, counted and mailed …');
    await driver.finish();
    await untilQuiet(product);
    say(`${driver.attempted.size} records sent, ${driver.refusals} times refused; ${driver.toBeMailed.size} sessions ended.`); // prettier-ignore
    problems.push(...(await verdict(product, driver, inbox, chance)), ...(await leaked(product, atRest)));
    await driver.close();
    say(recoveries.table());
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  } finally {
    const left = await product.stop();
    if (left.length > 0) problems.push(`Processes are left over: ${left.join(', ')}`);
    inbox.stop();
  }
  if (problems.length > 0 && !ending.aborted) say(`What was said: ${join(home, 'logs')}`);
  else {
    product.unmount();
    await rm(home, { recursive: true, force: true });
  }
  return problems;
}

async function disturb(
  world: World,
  probe: Probe,
  options: ChaosOptions,
  recoveries: Recoveries,
  ending: AbortSignal,
): Promise<string[]> {
  const problems: string[] = [];
  const end = Date.now() + options.minutes * 60_000;
  for (const fault of planOf(world, options)) {
    if (ending.aborted || (options.kills === undefined && Date.now() > end)) break;
    await wait(world.chance.under(1500));
    try {
      await fault.happen(world);
      const ms = fault.delaysReaders ? await probe.untilReadable() : undefined;
      recoveries.note(fault.name, ms);
      say(`${fault.name}${ms === undefined ? '' : `: live again after ${(ms / 1000).toFixed(1)} s`}`);
    } catch (error) {
      problems.push(`After "${fault.name}": ${error instanceof Error ? error.message : String(error)}`);
      say(problems.at(-1) as string);
    }
    world.product.processes();
  }
  return problems;
}

/** Everything that can go wrong, again and again in another order; or the kills that were asked for. */
function* planOf({ product, chance }: World, { kills }: ChaosOptions): Generator<Fault> {
  if (kills) {
    yield* chance.shuffled([...kills].flatMap(([name, n]) => Array.from({ length: n }, () => kill(name))));
    return;
  }
  for (;;) yield* chance.shuffled(faults(product.hasSmallDisk));
}
