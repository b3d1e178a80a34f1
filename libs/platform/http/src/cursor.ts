import { ProblemError } from './problem';

/** Where a list goes on, as text that others need not understand. */
export const toCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/**
 * The place that a cursor means.
 * @param holds whether a value is a place of this list
 * @throws ProblemError 400 for anything that this list did not give out
 */
export function fromCursor<T>(cursor: string, holds: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (holds(value)) return value;
  } catch {
    // Falls through to the one answer for every malformed cursor.
  }
  throw new ProblemError(400, { detail: 'cursor is not one of ours, or belongs to another list.' });
}
