/**
 * @typedef {object} Figure What one line of the table says.
 * @property {string} name
 * @property {string} measured
 * @property {string} target
 * @property {boolean | null} isMet null: without a target
 * @property {string} [beside] what the hardware gives in the same run, and the ratio
 */

export const count = (number) => Math.round(number).toLocaleString('en');
export const ms = (number) =>
  number < 10
    ? `${number.toFixed(1)} ms`
    : number < 10_000
      ? `${Math.round(number)} ms`
      : `${(number / 1000).toFixed(1)} s`;
export const megabytes = (bytes) => `${count(bytes / 1e6)} MB`;
export const ratio = (part, whole) => (part / whole).toFixed(2);

/** The value below which this share of the values lies (nearest rank). */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}

/** Columns as wide as their widest cell. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {Figure[]} figures */
export function figuresTable(figures) {
  const verdict = ({ isMet }) => (isMet === null ? '' : isMet ? 'met' : 'MISSED');
  return table([
    ['figure', 'measured', 'target', '', 'the hardware, in the same run'],
    ...figures.map((figure) => [figure.name, figure.measured, figure.target, verdict(figure), figure.beside ?? '']),
  ]);
}
