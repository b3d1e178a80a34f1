import { mostProblems, type Problem } from './problem';

type Place = { readonly value: unknown; readonly pointer: string };

const escapePointer = (key: string): string =>
  key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

const badText = 'must not contain U+0000 or an unpaired surrogate';

/**
 * Text anywhere in the document, names of unknown fields too, that has no place in UTF-8 or in Postgres.
 * Walks without recursion: a document may be nested as deeply as its size allows.
 */
export function textProblems(document: unknown): Problem[] {
  return isClean(document, 0) ? [] : listProblems(document);
}

const shallow = 16;

/** The fast way through ordinary documents; anything deeper than `shallow` is left to the careful one. */
function isClean(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === shallow) return false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isClean(value[i], depth + 1)) return false;
    return true;
  }
  for (const key in value) {
    if (!isStorable(key) || !isClean((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}

function listProblems(document: unknown): Problem[] {
  const problems: Problem[] = [];
  const open: Place[] = [{ value: document, pointer: '' }];
  for (let place = open.pop(); place !== undefined && problems.length < mostProblems; place = open.pop()) {
    const { value, pointer } = place;
    if (typeof value === 'string') {
      if (!isStorable(value)) problems.push({ pointer, detail: badText });
    } else if (typeof value === 'object' && value !== null) {
      const isList = Array.isArray(value);
      for (const [key, child] of Object.entries(value as Record<string, unknown>).reverse()) {
        // A pointer through such a name could not be stored either, so it ends at the object that has it.
        if (!isList && !isStorable(key)) problems.push({ pointer, detail: `the name of a field in it ${badText}` });
        else if (typeof child === 'object' || typeof child === 'string')
          open.push({ value: child, pointer: `${pointer}/${escapePointer(key)}` });
      }
    }
  }
  return problems;
}
