import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = join(__dirname, '../../..');
const example = 'libs/events/examples/tutoring.session.rated.v1/full.json';
const schema = 'libs/events/documents/tutoring.session.rated.v1.schema.json';
const sums = 'libs/events/documents/SHA256SUMS';

let home: string;
const at = (file: string): string => join(home, file);
const edit = (file: string, from: string | RegExp, to: string): void => {
  const before = readFileSync(at(file), 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(at(file), after);
};
const commit = (message: string): void => {
  const git = (...args: string[]): Buffer => execFileSync('git', ['-C', home, ...args], { stdio: 'pipe' });
  git('add', '-A');
  git('-c', 'user.name=s', '-c', 'user.email=s@example.org', '-c', 'commit.gpgsign=false', 'commit', '-qm', message);
};
const sumNow = (file: string): string =>
  createHash('sha256')
    .update(readFileSync(at(file)))
    .digest('hex');
const check = (): { code: number | null; said: string } => {
  const { status, stdout } = spawnSync(process.execPath, [join(here, 'tools/shipped.mjs'), home], { encoding: 'utf8' });
  return { code: status, said: stdout };
};

// A checkout of its own, in which what must not happen happens.
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'shipped-'));
  for (const folder of ['libs/events/examples', 'libs/events/documents'])
    cpSync(join(here, folder), at(folder), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

it('holds here, history included', () => {
  const { stdout, status } = spawnSync(process.execPath, ['tools/shipped.mjs'], { cwd: here, encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, 'held   no shipped example or schema was edited\n']);
});

describe('without history', () => {
  it('holds', () => expect(check().code).toBe(0));

  it.each([
    ['an example that was edited', () => edit(example, /"rating": [\d.]+/, '"rating": 3.5'), example, 'was edited'],
    ['a schema that was edited', () => edit(schema, '"maximum": 5', '"maximum": 10'), schema, 'was edited'],
    ['an example that is gone', () => rmSync(at(example)), example, 'is gone'],
    [
      'a schema under another name',
      () => renameSync(at(schema), at(schema.replace('.v1.', '.v2.'))),
      schema,
      'is gone',
    ],
    ['a line that is gone', () => edit(sums, /.*session\.rated.*\n/, ''), schema, 'has no line in SHA256SUMS'],
  ])('refuses %s', (_, plant, file, why) => {
    plant();
    expect(check()).toMatchObject({ code: 1, said: expect.stringContaining(`${file} ${why}`) as string });
  });
});

describe('with history', () => {
  beforeEach(() => {
    execFileSync('git', ['init', '-q', home]);
    commit('shipped');
  });

  it('lets the next version in beside what is there', () => {
    const next = schema.replace('.v1.', '.v2.');
    writeFileSync(at(next), '{}\n');
    writeFileSync(at(sums), `${readFileSync(at(sums), 'utf8')}${sumNow(next)}  ${next.split('/').at(-1)}\n`);
    expect(check().code).toBe(0);
    commit('version 2');
    expect(check().code).toBe(0);
  });

  it('refuses an edit whose sum was mended with it, before and after it is committed', () => {
    const before = sumNow(schema);
    edit(schema, '"maximum": 5', '"maximum": 10');
    edit(sums, before, sumNow(schema));
    const refused = { code: 1, said: expect.stringContaining(`${schema} has another sum`) as string };
    expect(check()).toMatchObject(refused);
    commit('nobody will notice');
    expect(check()).toMatchObject(refused);
  });

  it('refuses a version that vanishes with its line', () => {
    rmSync(at(schema));
    edit(sums, /.*session\.rated.*\n/, '');
    expect(check()).toMatchObject({ code: 1, said: expect.stringContaining(`${schema} has no sum`) as string });
  });
});
