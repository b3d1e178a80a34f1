import { freshDatabase } from '@tq/platform/testing';
import { createPool, type Pool } from './pool';
import { activeProjection, type Projection } from './projection';
import { NoProjection, ReadDatabase } from './read-database';

let pool: Pool;
let database: ReadDatabase;

beforeEach(async () => {
  pool = createPool(await freshDatabase(), { name: 'read database' });
  database = new ReadDatabase(pool);
});
afterEach(() => pool.end());

async function makeVersions(): Promise<void> {
  await pool.query(`CREATE SCHEMA tq; CREATE TABLE tq.projection (version int, schema text, time_zone text, fold_version int, active boolean);
    INSERT INTO tq.projection VALUES (1, 'p1', 'UTC', 2, true), (2, 'p2', 'UTC', 2, false)`);
}
async function switchTo(version: number): Promise<Projection> {
  await pool.query('UPDATE tq.projection SET active = version = $1', [version]);
  return (await activeProjection(pool)) as Projection;
}
const schema = async (): Promise<string> => (await database.projection()).schema;

it('says that there is nothing before scoring made it, and finds it then', async () => {
  await expect(database.projection()).rejects.toThrow(NoProjection);
  await makeVersions();
  expect(await schema()).toBe('p1');
});

it('reads one version from the first look of a piece of work to its last', async () => {
  await makeVersions();
  database.adopt(await switchTo(1));
  await database.asOne(async () => {
    expect(database.pinned?.schema).toBe('p1');
    database.adopt(await switchTo(2));
    expect(await schema()).toBe('p1');
  });
  expect(await schema()).toBe('p2');
  expect(database.pinned).toBeUndefined();
});

it('reads on what is in memory until what takes its place is there', async () => {
  await makeVersions();
  database.adopt(await switchTo(1));
  await switchTo(2);
  expect(await schema()).toBe('p1');
  expect((await database.active(0))?.schema).toBe('p2');
});

it('keeps to the version that it found first where none is adopted yet', async () => {
  await makeVersions();
  await database.asOne(async () => {
    expect(await schema()).toBe('p1');
    database.adopt(await switchTo(2));
    expect(await schema()).toBe('p1');
  });
});
