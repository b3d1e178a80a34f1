import { Resvg } from '@resvg/resvg-js';
import { lineChart } from './line-chart';
import { pngOf } from './png';

const colours = { over: '#D1541F', under: '#2F86C9' };
const ticks = ['1 Sep', '1 Oct', '1 Nov', '30 Nov'];

it('writes its labels with the font that comes with us, on a machine without fonts', () => {
  const svg = lineChart({ values: [0.1, 0.2], limit: 0.15, colours, ticks });
  const withoutAnyFont = Buffer.from(
    new Resvg(svg, { fitTo: { mode: 'width', value: 536 }, font: { loadSystemFonts: false } }).render().asPng(),
  );
  const png = pngOf(svg, 536);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.length).toBeGreaterThan(withoutAnyFont.length + 1000);
});

it.each([
  ['no values', []],
  ['gaps only', [null, null]],
  ['one value', [0.2]],
  ['gaps between', [0.1, null, 0.3, 0.2, null]],
  ['all or nothing', [0, 1, 0]],
])('draws %s', (_what, values) => {
  const svg = lineChart({ values, limit: 0.15, colours, ticks });
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(pngOf(svg, 268).length).toBeGreaterThan(100);
});
