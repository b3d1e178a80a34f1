import { escapeMarkup } from './escape';
import { chartFontFamily } from './chart-font';

export interface LineChart {
  /** Oldest first, one for each step of time, shares 0–1; null = nothing to divide by, a gap in the line. */
  values: readonly (number | null)[];
  /** A share that should not be exceeded, drawn as a dashed line. */
  limit?: number;
  /** The line's colour while it is over the limit, and otherwise. */
  colours: { over: string; under: string };
  /** Words under the axis, spread evenly from the first value to the last. */
  ticks: readonly string[];
}

const size = { width: 536, height: 150 };
const plot = { left: 40, right: 486, top: 16, bottom: 122 };
/** Greys and hues here have a contrast of at least 3:1 on white and on a dark page: the picture has no background. */
const grey = '#7b828c';

/** A share over time as SVG, 536 × 150, without a background so that it sits on light and dark pages alike. */
export function lineChart({ values, limit, colours, ticks }: LineChart): string {
  const highest = Math.max(limit ?? 0, ...values.map((value) => value ?? 0));
  const top = [0.2, 0.3, 0.4, 0.6, 0.8].find((nice) => highest <= nice * 0.95) ?? 1;
  const x = (index: number) => plot.left + ((plot.right - plot.left) * index) / Math.max(1, values.length - 1);
  const y = (value: number) => plot.bottom - ((plot.bottom - plot.top) * value) / top;
  const runs = runsOf(values).map((run) => run.map(([index, value]) => [x(index), y(value)] as const));
  const line = runs.map((run) => `M${run.map(([px, py]) => `${round(px)} ${round(py)}`).join('L')}`).join('');
  const area = runs
    .map(
      (run) =>
        `M${round(run[0]?.[0] ?? 0)} ${plot.bottom}L${run.map(([px, py]) => `${round(px)} ${round(py)}`).join('L')}L${round(run.at(-1)?.[0] ?? 0)} ${plot.bottom}Z`,
    )
    .join('');
  const cut = limit === undefined ? plot.top : y(limit);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="${chartFontFamily}" font-size="11" fill="${grey}">
<defs>
<clipPath id="over"><rect x="0" y="0" width="${size.width}" height="${round(cut)}"/></clipPath>
<clipPath id="under"><rect x="0" y="${round(cut)}" width="${size.width}" height="${round(size.height - cut)}"/></clipPath>
</defs>
${gridLine(y(0), '0 %')}${gridLine(y(top), `${Math.round(top * 100)} %`)}
${strokes(line, area, limit === undefined ? colours.under : colours.over, 'over')}${strokes(line, area, colours.under, 'under')}
${limit === undefined ? '' : limitLine(y(limit), limit, besideLast(values, limit, y))}
${ticks.map((tick, index) => tickLabel(tick, plot.left + ((plot.right - plot.left) * index) / Math.max(1, ticks.length - 1))).join('')}
${lastPoint(values, x, y, limit, colours)}
</svg>`;
}

function gridLine(at: number, label: string): string {
  return `<line x1="${plot.left}" x2="${plot.right}" y1="${round(at)}" y2="${round(at)}" stroke="${grey}" stroke-opacity=".35"/><text x="${plot.left - 8}" y="${round(at + 4)}" text-anchor="end">${label}</text>`;
}

function limitLine(at: number, limit: number, label: string): string {
  return `<line x1="${plot.left}" x2="${plot.right}" y1="${round(at)}" y2="${round(at)}" stroke="${grey}" stroke-width="1.25" stroke-dasharray="5 4"/><text x="${plot.left - 8}" y="${round(at + 4)}" text-anchor="end">${percent(limit)}</text><text x="${plot.right + 10}" y="${round(at + 4)}">${label}</text>`;
}

/** The word at the right end of the limit's line, unless the last value's label stands there. */
function besideLast(values: LineChart['values'], limit: number, y: Scale): string {
  const last = values.findLast((value) => value !== null);
  return typeof last === 'number' && Math.abs(y(last) - y(limit)) < 14 ? '' : 'limit';
}

function strokes(line: string, area: string, colour: string, part: 'over' | 'under'): string {
  if (line === '') return '';
  return `<g clip-path="url(#${part})"><path d="${area}" fill="${colour}" fill-opacity=".14"/><path d="${line}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"/></g>`;
}

function tickLabel(label: string, at: number): string {
  return `<text x="${round(at)}" y="${plot.bottom + 18}" text-anchor="middle">${escapeMarkup(label)}</text>`;
}

type Scale = (value: number) => number;

function lastPoint(
  values: LineChart['values'],
  x: Scale,
  y: Scale,
  limit: number | undefined,
  colours: LineChart['colours'],
): string {
  const index = values.findLastIndex((value) => value !== null);
  const value = values[index];
  if (value === undefined || value === null) return '';
  const colour = limit !== undefined && value > limit ? colours.over : colours.under;
  return `<circle cx="${round(x(index))}" cy="${round(y(value))}" r="4.5" fill="${colour}"/><text x="${round(x(index) + 10)}" y="${round(y(value) + 5)}" font-size="14" fill="${colour}">${percent(value)}</text>`;
}

function runsOf(values: LineChart['values']): [number, number][][] {
  const runs: [number, number][][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const before = values[index - 1];
    if (before === null || before === undefined) runs.push([]);
    runs.at(-1)?.push([index, value]);
  });
  return runs;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const round = (pixels: number): number => Math.round(pixels * 100) / 100;
