import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { anyFreePort, projectRoot } from '@tq/platform/local';
import type { Chance } from '@tq/platform/oracle';
import type { Driver } from './driver';
import type { Inbox } from './inbox';
import type { Product } from './product';

/** Everything a fault may lay hands on. */
export interface World {
  readonly product: Product;
  readonly driver: Driver;
  readonly inbox: Inbox;
  readonly chance: Chance;
}

/** Something that goes wrong. `happen` resolves when it is over, or from when on everything may come back. */
export interface Fault {
  readonly name: string;
  /** Whether what it hits stands between a session's end and its being readable. */
  readonly delaysReaders: boolean;
  happen(world: World): Promise<void>;
}

const servers = ['broker', 'postgres', 'ingestion', 'scoring', 'notification', 'gateway'] as const;
export type Server = (typeof servers)[number];
const isBehindReaders = (name: Server): boolean => name !== 'notification';

/** kill -9. */
export const kill = (name: Server): Fault => ({
  name: `kill ${name}`,
  delaysReaders: isBehindReaders(name),
  happen: ({ product }) => {
    signal(product.processes()[name], 'SIGKILL');
    return Promise.resolve();
  },
});

const pause = (name: Server): Fault => ({
  name: `pause ${name}`,
  delaysReaders: isBehindReaders(name),
  async happen({ product, chance }) {
    const pid = product.processes()[name];
    signal(pid, 'SIGSTOP');
    await wait(1000 + chance.under(13_000));
    signal(pid, 'SIGCONT');
  },
});

const killTwo: Fault = {
  name: 'kill two at once',
  delaysReaders: true,
  async happen(world) {
    for (const name of world.chance.shuffled(servers).slice(0, 2)) await kill(name).happen(world);
  },
};

const fullDisk: Fault = {
  name: 'full disk under broker and Postgres',
  delaysReaders: true,
  async happen({ product, chance }) {
    product.fillDisk();
    await wait(2000 + chance.under(6000));
    product.freeDisk();
  },
};

const killInbox: Fault = {
  name: 'kill inbox',
  delaysReaders: false,
  async happen({ inbox, chance }) {
    inbox.stop();
    await wait(chance.under(5000));
    await inbox.startAgain();
  },
};

const pauseInbox: Fault = {
  name: 'pause inbox',
  delaysReaders: false,
  async happen({ inbox, chance }) {
    signal(inbox.pid, 'SIGSTOP');
    await wait(chance.under(8000));
    signal(inbox.pid, 'SIGCONT');
  },
};

const badManners = (manners: 'later' | 'drops-after-data' | 'slow'): Fault => ({
  name: `inbox: ${manners}`,
  delaysReaders: false,
  async happen({ inbox, chance }) {
    inbox.behave(manners);
    await wait(1000 + chance.under(4000));
    inbox.behave('takes');
  },
});

const rebalanceStorm: Fault = {
  name: 'rebalance storm',
  delaysReaders: true,
  async happen({ product, chance }) {
    for (let i = 0; i < 4; i++) {
      const scorer = await anotherScorer(product);
      await wait(500 + chance.under(3000));
      scorer.kill(chance.of(['SIGKILL', 'SIGTERM'] as const));
    }
  },
};

const burst: Fault = {
  name: '10× burst',
  delaysReaders: true,
  async happen({ driver }) {
    driver.rate = 10;
    await wait(5000);
    driver.rate = 1;
  },
};

/** All history again, beside the live system, with a scorer killed on the way; readers are switched to it. */
const rebuild: Fault = {
  name: 'rebuild, and kill scoring',
  delaysReaders: true,
  async happen({ product, chance }) {
    const replay = spawn(process.execPath, [join(projectRoot(), 'dist/apps/cli/main.js'), 'replay'], {
      cwd: projectRoot(),
      env: product.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [replay.stdout, replay.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString())); // prettier-ignore
    const ended = new Promise<number | null>((resolve) => replay.once('exit', resolve));
    await wait(500 + chance.under(4000));
    signal(product.processes()['scoring'], 'SIGKILL');
    const code = await Promise.race([ended, wait(120_000, -1, { ref: false })]);
    if (code !== 0) {
      replay.kill('SIGKILL');
      throw new Error(`the rebuild did not end with a switch: ${said.trim().split('\n').slice(-16).join(' | ')}`);
    }
  },
};

/** What can go wrong here. @param hasSmallDisk whether the disk can be made to be full */
export function faults(hasSmallDisk: boolean): Fault[] {
  return [
    ...servers.map(kill),
    ...servers.map(pause),
    killTwo,
    ...(hasSmallDisk ? [fullDisk] : []),
    killInbox,
    pauseInbox,
    badManners('later'),
    badManners('drops-after-data'),
    badManners('slow'),
    rebalanceStorm,
    burst,
    rebuild,
  ];
}

async function anotherScorer(product: Product) {
  const { kafkaBrokers, databaseUrl } = product.addresses;
  return spawn(process.execPath, [join(projectRoot(), 'dist/apps/scoring/main.js')], {
    cwd: projectRoot(),
    env: {
      ...product.environment,
      KAFKA_BROKERS: kafkaBrokers,
      DATABASE_URL: databaseUrl,
      SCORING_PORT: String(await anyFreePort()),
    },
    stdio: 'ignore',
  }).on('spawn', function (this: { pid?: number }) {
    if (this.pid !== undefined) product.everyPid.add(this.pid);
  });
}

/** One that is not there (it died a moment ago) is as good as hit. */
function signal(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined && pid > 0) process.kill(pid, name);
  } catch {
    // It is gone.
  }
}
