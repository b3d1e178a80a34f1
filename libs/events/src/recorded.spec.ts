import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Examples } from './async-api';
import { catalogue } from './catalogue';
import { decisions } from './decisions';
import { documents } from './documents';
import { checkDecision, checkEvent, checkScoreEvent } from './index';
import { scoreEvents } from './score-events';

const home = join(__dirname, '..');
const folder = join(home, 'examples');

/** Every recorded example: its type, its name and its bytes. */
const recorded = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: type }) =>
    readdirSync(join(folder, type))
      .sort()
      .map((file) => ({
        type,
        name: file.replace(/\.json$/, ''),
        bytes: new Uint8Array(readFileSync(join(folder, type, file))),
      })),
  );

/** As the AsyncAPI document shows them. */
const examples: Examples = Object.fromEntries(
  [...Map.groupBy(recorded, ({ type }) => type)].map(([type, list]) => [
    type,
    list.map(({ name, bytes }) => ({ name, payload: JSON.parse(Buffer.from(bytes).toString()) as object })),
  ]),
);

const definitions = [...catalogue, ...decisions, ...scoreEvents];

describe('recorded examples', () => {
  it.each(recorded)('$type $name is an event of its type', ({ type, bytes }) => {
    const document = JSON.parse(Buffer.from(bytes).toString()) as { type: string };
    expect(document.type).toBe(type);
    const holds = (list: readonly { type: string }[]) => list.some((definition) => definition.type === type);
    for (const [list, check] of [
      [catalogue, checkEvent],
      [decisions, checkDecision],
      [scoreEvents, checkScoreEvent],
    ] as const) {
      if (holds(list)) expect(check(document)).toEqual({ ok: true, event: document });
      else expect(check(document)).toMatchObject({ ok: false, problems: [{ pointer: '/type' }] });
    }
  });

  it('are there for every line of the catalogues, and for nothing else', () => {
    expect([...new Set(recorded.map(({ type }) => type))].sort()).toEqual(definitions.map(({ type }) => type).sort());
  });
});

describe('generated documents', () => {
  const wanted = documents(examples);
  const folder = join(home, 'documents');

  it.each(Object.keys(wanted))('%s is what the definitions say (node tools/language.mjs writes it)', (name) => {
    expect(existsSync(join(folder, name)) && readFileSync(join(folder, name), 'utf8')).toBe(wanted[name]);
  });

  it('are no more than these', () =>
    expect(readdirSync(folder).sort()).toEqual(['SHA256SUMS', ...Object.keys(wanted)].sort()));

  it('AsyncAPI: every reference leads somewhere', () => {
    const text = wanted['asyncapi.json']!;
    const root = JSON.parse(text) as object;
    const references = [...text.matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path]) => path!);
    expect(references.length).toBeGreaterThan(30);
    for (const path of references) {
      const found = path.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root);
      expect([path, typeof found]).toEqual([path, 'object']);
    }
  });
});
