/**
 * Array literals for `unnest($1::text[])`: a batch travels as one parameter for each column.
 * Written here because pg's own conversion walks every element several times, which a backlog feels.
 */
export function textArray(values: readonly (string | null)[]): string {
  const parts = new Array<string>(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    parts[i] = value == null ? 'NULL' : `"${needsEscape.test(value) ? value.replace(special, '\\$&') : value}"`;
  }
  return `{${parts.join(',')}}`;
}

/** The same for numbers and booleans. */
export function plainArray(values: readonly (number | boolean | null)[]): string {
  const parts = new Array<string>(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    parts[i] = value == null ? 'NULL' : String(value);
  }
  return `{${parts.join(',')}}`;
}

const needsEscape = /["\\]/;
const special = /["\\]/g;
