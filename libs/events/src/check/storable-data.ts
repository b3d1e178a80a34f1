const deepest = 5; // the deepest field of any type, an utterance's text, lies at depth 3

/**
 * `data` as a database can hold it: whatever is nested deeper than any known field becomes null. A document may legally
 * be nested 400,000 deep in an unknown field, which overflows `JSON.stringify` and Postgres' `jsonb` alike.
 * Whether data fits its type is not changed by it. Returns the same object where nothing is that deep.
 */
export function storableData<T>(data: T): T {
  return isDeeperThan(data, deepest) ? (cut(data, deepest) as T) : data;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const key in value) if (isDeeperThan((value as Record<string, unknown>)[key], levels - 1)) return true;
  return false;
}

function cut(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.map((item) => cut(item, levels - 1));
  // fromEntries defines properties, so that a field named __proto__ stays a field.
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, cut(child, levels - 1)]));
}
