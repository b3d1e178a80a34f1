/**
 * Array literals for `unnest($1::text[])`: a batch travels as one parameter for each column.
 * Written here because pg's own conversion walks every element several times, which a backlog feels.
 */
export function textArray(values: readonly (string | null)[]): string {
  let literal = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) literal += ',';
    literal += value == null ? 'NULL' : `"${needsEscape.test(value) ? value.replace(special, '\\$&') : value}"`;
  }
  return `{${literal}}`;
}

/** The same for numbers and booleans. */
export function plainArray(values: readonly (number | boolean | null)[]): string {
  let literal = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) literal += ',';
    literal += value == null ? 'NULL' : String(value);
  }
  return `{${literal}}`;
}

const needsEscape = /["\\]/;
const special = /["\\]/g;
