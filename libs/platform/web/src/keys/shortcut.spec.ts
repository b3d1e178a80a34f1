import { KeySequence, type Shortcut } from './shortcut';

const shortcut = (keys: string): Shortcut => ({ keys, does: keys, group: '', run: () => undefined });
const all = [shortcut('g t'), shortcut('g s'), shortcut('j'), shortcut('t'), shortcut('?')];

describe('KeySequence', () => {
  it('finds a shortcut of one key', () => {
    expect(new KeySequence().press('j', 0, all)?.keys).toBe('j');
  });

  it('finds a pair when the second key follows within a second', () => {
    const keys = new KeySequence();
    expect(keys.press('g', 0, all)).toBeUndefined();
    expect(keys.press('s', 900, all)?.keys).toBe('g s');
  });

  it('takes the second key alone after a longer pause', () => {
    const keys = new KeySequence();
    keys.press('g', 0, all);
    expect(keys.press('t', 1100, all)?.keys).toBe('t');
  });

  it('forgets the first key once another was pressed', () => {
    const keys = new KeySequence();
    keys.press('g', 0, all);
    keys.press('j', 100, all);
    expect(keys.press('s', 200, all)).toBeUndefined();
  });

  it('knows nothing of other keys', () => {
    expect(new KeySequence().press('q', 0, all)).toBeUndefined();
  });
});
