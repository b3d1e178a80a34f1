import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from './broker';
import { anyFreePort } from './ports';
import { startPostgres } from './postgres';

let home: string;
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'tq-same-port-'))));
afterEach(() => rm(home, { recursive: true, force: true }));

// Between the choice of a port and its use somebody else may have taken it, and answers there.
it.each([
  ['broker', startBroker],
  ['Postgres', startPostgres],
])(
  'does not take somebody else’s %s for its own',
  async (_, start) => {
    const port = await anyFreePort();
    const one = await start({ dir: join(home, 'one'), port });
    try {
      await expect(start({ dir: join(home, 'two'), port })).rejects.toThrow();
    } finally {
      await one.stop(10_000);
    }
  },
  120_000,
);
