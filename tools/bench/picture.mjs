/** One small picture for each figure that was measured at several sizes: events to the right, a line for each number of tutors. */
import { count } from './figures.mjs';
import { growths } from './growth.mjs';

const [width, height, perRow] = [350, 190, 3];
const frame = { left: 52, right: 12, top: 34, bottom: 26 };
// Told apart by colour-blind eyes too (Okabe–Ito), and by their marks.
const colours = { 1000: 'a', 10000: 'b', 100000: 'c' };
const marks = { a: (x, y) => `<circle cx="${x}" cy="${y}" r="3"/>`, b: (x, y) => `<rect x="${x - 3}" y="${y - 3}" width="6" height="6"/>`, c: (x, y) => `<path d="M${x} ${y - 4}l4 7h-8z"/>` }; // prettier-ignore

const style = `
  text { font: 11px system-ui, sans-serif; fill: #3d4450; } .title { font-weight: 600; font-size: 12px; fill: #14181f; }
  .axis { stroke: #c3c9d2; fill: none; } .line { fill: none; stroke-width: 2; } .two { stroke-dasharray: 4 3; }
  .a { stroke: #0072b2; } .b { stroke: #d55e00; } .c { stroke: #009e73; } .target { stroke: #8a919c; stroke-dasharray: 2 3; }
  .mark.a { fill: #0072b2; } .mark.b { fill: #d55e00; } .mark.c { fill: #009e73; } .mark { stroke: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #b6bdc9; } .title { fill: #eef1f6; } .axis { stroke: #4a515d; }
    .a { stroke: #56b4e9; } .b { stroke: #e69f00; } .c { stroke: #2fd2a3; }
    .mark.a { fill: #56b4e9; } .mark.b { fill: #e69f00; } .mark.c { fill: #2fd2a3; }
  }`;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const short = (value) =>
  value >= 1e6 ? `${rounded(value / 1e6)} M` : value >= 1e4 ? `${rounded(value / 1e3)} k` : value >= 10 ? count(value) : String(round(value)); // prettier-ignore
const round = (value) => Math.round(value * 100) / 100;
const rounded = (value) => Number(value.toPrecision(3));

function panel(what, rows, x, y) {
  const { name, unit, most, least } = growths[what];
  const scale = what === 'replayMemory' ? 1e6 : 1;
  const target = (most ?? least) === undefined ? undefined : (most ?? least) / scale;
  const points = rows.map((row) => ({ ...row, value: row.value / scale }));
  const events = [...new Set(points.map((point) => point.events))].sort((a, b) => a - b);
  const [first, last] = [Math.log10(events[0]), Math.log10(events.at(-1))];
  const top = Math.max(...points.map(({ value }) => value), target ?? 0) * 1.08 || 1;
  const [left, right] = [x + frame.left, x + width - frame.right];
  const [above, below] = [y + frame.top, y + height - frame.bottom];
  const at = (point) => left + 10 + (last === first ? 0.5 : (Math.log10(point.events) - first) / (last - first)) * (right - left - 20); // prettier-ignore
  const up = (value) => below - (value / top) * (below - above);
  const parts = [
    `<text class="title" x="${x + 8}" y="${y + 16}">${escaped(name)}</text>`,
    `<path class="axis" d="M${left} ${above}V${below}H${right}"/>`,
    ...[0, top / 1.08].map((value) => `<text x="${left - 5}" y="${up(value) + 4}" text-anchor="end">${short(value)}</text>`), // prettier-ignore
    `<text x="${left + 4}" y="${above - 4}">${escaped(unit)}</text>`,
    ...events.map((one) => `<text x="${at({ events: one })}" y="${below + 15}" text-anchor="middle">${short(one)}</text>`), // prettier-ignore
  ];
  if (target !== undefined) parts.push(`<path class="target" d="M${left} ${up(target)}H${right}"/>`);
  for (const line of Map.groupBy(points, ({ tutors, scorers }) => `${tutors} ${scorers}`).values()) {
    const colour = colours[line[0].tutors] ?? 'a';
    const inOrder = line.sort((a, b) => a.events - b.events);
    const path = inOrder.map((point) => `${round(at(point))} ${round(up(point.value))}`).join('L');
    parts.push(`<path class="line ${colour}${line[0].scorers === 2 ? ' two' : ''}" d="M${path}"/>`);
    parts.push(`<g class="mark ${colour}">${inOrder.map((point) => marks[colour](round(at(point)), round(up(point.value)))).join('')}</g>`); // prettier-ignore
  }
  return parts.join('\n');
}

function legend(y) {
  const entries = Object.entries(colours).map(([tutors, colour], i) => {
    const x = 16 + i * 130;
    return `<g class="mark ${colour}">${marks[colour](x, y)}</g><text x="${x + 10}" y="${y + 4}">${count(Number(tutors))} tutors</text>`; // prettier-ignore
  });
  return [...entries, `<path class="line a two" d="M406 ${y}h28"/><text x="440" y="${y + 4}">two scorers</text>`, `<path class="target" d="M540 ${y}h28"/><text x="574" y="${y + 4}">target; to the right: events</text>`].join('\n'); // prettier-ignore
}

/** @param {import('./record.mjs').Row[]} rows @returns {string} SVG that is readable on light and on dark */
export function pictureOf(rows) {
  const drawn = Object.keys(growths).filter((what) => rows.some((row) => row.what === what));
  const lines = Math.ceil(drawn.length / perRow);
  const [w, h] = [perRow * width, lines * height + 34];
  const panels = drawn.map((what, i) =>
    panel(
      what,
      rows.filter((row) => row.what === what),
      (i % perRow) * width,
      34 + Math.floor(i / perRow) * height,
    ),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img" aria-label="How each figure grows with the events">
<style>${style}
</style>
${legend(16)}
${panels.join('\n')}
</svg>
`;
}
