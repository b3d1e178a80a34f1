/**
 * The line of a small chart as SVG path data, in a box of `width` × `height` from the top left; 0 lies at the bottom,
 * `top` at the top. Where a value is null the line is broken; a value alone between two gaps becomes a dot of no length.
 */
export function sparklinePath(values: readonly (number | null)[], width: number, height: number, top: number): string {
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  let path = '';
  let drawing = false;
  values.forEach((value, index) => {
    if (value === null) {
      drawing = false;
      return;
    }
    const x = round(index * step);
    const y = heightOf(value, height, top);
    path += drawing ? `L${x} ${y}` : `M${x} ${y}h0`;
    drawing = true;
  });
  return path;
}

/** The y of a value, kept within the box. */
export function heightOf(value: number, height: number, top: number): number {
  return round(height - (Math.min(Math.max(value, 0), top) / top) * height);
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The direction of a series as arrow and word, from the first and the last value that are there. */
export function trendOf(values: readonly (number | null)[]): { arrow: string; word: string } | undefined {
  const known = values.filter((value) => value !== null);
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined || known.length < 2) return undefined;
  // Two percentage points: less is not visible at the size of a sparkline.
  if (Math.abs(last - first) < 0.02) return { arrow: '→', word: 'steady' };
  return last > first ? { arrow: '↗', word: 'rising' } : { arrow: '↘', word: 'falling' };
}
