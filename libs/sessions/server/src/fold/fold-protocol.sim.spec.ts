import { FoldProtocol, type Slice } from './fold-protocol';
import { World, type WorldOptions } from './simulation/world';

/** SIM_SEED repeats one; SIM_RUNS asks for more of them. */
const first = Number(process.env['SIM_SEED'] ?? 1);
const runs = process.env['SIM_SEED'] ? 1 : Number(process.env['SIM_RUNS'] ?? 2000);

async function firstFailure(count: number, options: Omit<WorldOptions, 'seed'> = {}): Promise<string | null> {
  for (let seed = first; seed < first + count; seed++) {
    const wrong = await new World({ ...options, seed }).run();
    if (wrong !== null) return `SIM_SEED=${seed}: ${wrong}`;
  }
  return null;
}

it('folds every record exactly once, in order, through crashes, zombies and rebalances', async () => {
  expect(await firstFailure(runs)).toBeNull();
}, 120_000);

// Each with one part of the protocol taken away: the simulation must notice, or it would prove nothing.
class WithoutDrop<Tx, L extends { readonly next: readonly number[] }, W> extends FoldProtocol<Tx, L, W> {
  protected override unfolded(slice: Slice): Slice {
    return slice;
  }
}
class WithoutSeek<Tx, L extends { readonly next: readonly number[] }, W> extends FoldProtocol<Tx, L, W> {
  protected override mustReadBefore(): boolean {
    return false;
  }
}

it.each<[string, Omit<WorldOptions, 'seed'>, RegExp]>([
  ['the fence against zombies', { isFenced: false }, /instead of/],
  ['the drop of what is folded', { protocolOf: (store) => new WithoutDrop(store, { largestSlice: 3 }) }, /instead of/],
  ['the way back to what was jumped over', { protocolOf: (store) => new WithoutSeek(store, { largestSlice: 3 }) }, /instead of/], // prettier-ignore
])('notices when the protocol lacks %s', async (_, options, sentence) => {
  expect(await firstFailure(200, options)).toMatch(sentence);
});
