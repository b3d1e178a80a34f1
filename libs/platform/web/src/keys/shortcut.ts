/** One shortcut: a key, or two in a row ("g t"); the words stand in the help. */
export interface Shortcut {
  readonly keys: string;
  readonly does: string;
  readonly group: string;
  run(): void;
}

const pause = 1_000;

/**
 * Which shortcut the keys pressed so far mean. Keys with Ctrl, Alt or Meta, and keys typed into a field, are not ours.
 * Pure: it keeps the first key of a pair and the time it was pressed, nothing else.
 */
export class KeySequence {
  private first = '';
  private at = 0;

  /** @param now epoch ms; the second key of a pair must follow within a second. */
  press(key: string, now: number, shortcuts: readonly Shortcut[]): Shortcut | undefined {
    const pair = this.first !== '' && now - this.at <= pause ? `${this.first} ${key}` : '';
    this.first = '';
    const found = shortcuts.find(({ keys }) => keys === pair) ?? shortcuts.find(({ keys }) => keys === key);
    if (found) return found;
    if (shortcuts.some(({ keys }) => keys.startsWith(`${key} `))) {
      this.first = key;
      this.at = now;
    }
    return undefined;
  }
}
