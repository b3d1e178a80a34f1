import type { Draft } from './rule-draft';

/** A draft and the version of the rules it began with. */
export interface KeptDraft {
  readonly base: number;
  readonly draft: Draft;
}
const key = 'tq.rules-draft';

/** What was drafted in this browser and not saved: a reload or another screen does not lose it. */
export function readDraft(): KeptDraft | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return undefined;
    const { base, draft } = kept as { base?: unknown; draft?: unknown };
    if (typeof base !== 'number' || typeof draft !== 'object' || draft === null) return undefined;
    const texts = Object.entries(draft).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return { base, draft: Object.fromEntries(texts) };
  } catch {
    return undefined; // Storage may be forbidden, or hold what is no draft.
  }
}

/** Keeps it; an empty draft is forgotten. */
export function keepDraft(kept: KeptDraft): void {
  try {
    if (Object.keys(kept.draft).length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    /* as above */
  }
}
