import type { FoldStore, Move } from '../fold-protocol';
import type { Actor, Dice, Turns } from './turns';

/** What is committed of one partition: how far it is folded, and the offsets of the records folded, in that order. */
export interface Committed {
  readonly next: number;
  readonly folded: readonly number[];
}

interface Row {
  next: number;
  folded: number[];
  holder: Transaction | undefined;
}

interface Transaction {
  readonly owner: Actor;
  readonly locked: Set<Row>;
  readonly written: Map<Row, readonly number[]>;
  readonly advanced: Map<Row, number>;
  isOver: boolean;
}

/**
 * What the protocol uses of Postgres: row locks that last until the transaction ends, all or nothing, and the ways in
 * which a commit can end: done and told, done and not told, not done.
 */
export class SimulatedDatabase {
  private readonly rows = new Map<number, Row>();
  private readonly open = new Set<Transaction>();

  /** @param isFenced without it neither the lock nor the comparison holds: to see that the simulation would notice */
  constructor(
    private readonly turns: Turns,
    private readonly dice: Dice,
    private readonly isFenced = true,
  ) {}

  committed(partition: number): Committed {
    return this.rowOf(partition);
  }

  /** The connections of a process that died are gone, their transactions with them. */
  drop(owner: Actor): void {
    for (const tx of this.open) if (tx.owner === owner) this.end(tx);
  }

  /** The store as one process sees it. */
  storeOf(owner: Actor): FoldStore<Transaction, { readonly next: readonly number[] }, number> {
    return {
      transaction: (work) => this.transaction(owner, work),
      lockOffsets: async (tx, slices) => {
        const inOrder = slices.map(({ partition }) => partition).sort((a, b) => a - b);
        for (const partition of inOrder) await this.locked(tx, this.rowOf(partition));
        return { next: slices.map(({ partition }) => this.rowOf(partition).next) };
      },
      noteGap: (tx) => this.statement(tx),
      write: async (tx, slices) => {
        await this.statement(tx);
        for (const { partition, records } of slices)
          tx.written.set(
            this.rowOf(partition),
            records.map(({ offset }) => offset),
          );
        return slices.length;
      },
      advance: (tx, moves) => this.advance(tx, moves),
    };
  }

  private rowOf(partition: number): Row {
    let row = this.rows.get(partition);
    if (!row) this.rows.set(partition, (row = { next: 0, folded: [], holder: undefined }));
    return row;
  }

  private async transaction<T>(owner: Actor, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const tx: Transaction = { owner, locked: new Set(), written: new Map(), advanced: new Map(), isOver: false };
    this.open.add(tx);
    try {
      const result = await work(tx);
      await this.statement(tx);
      for (const [row, to] of tx.advanced) {
        row.next = to;
        row.folded.push(...(tx.written.get(row) ?? []));
      }
      this.end(tx);
      await this.turns.turn(owner);
      if (this.dice.oneIn(30)) throw new Error('The answer to COMMIT was lost.');
      return result;
    } finally {
      this.end(tx);
    }
  }

  private async advance(tx: Transaction, moves: readonly Move[]): Promise<void> {
    for (const { slice, from } of moves) {
      const row = this.rowOf(slice.partition);
      await this.locked(tx, row);
      if (this.isFenced && row.next !== from)
        throw new Error(`Another process moved it on from ${from} to ${row.next}.`);
      tx.advanced.set(row, slice.to);
    }
  }

  private async locked(tx: Transaction, row: Row): Promise<void> {
    await this.statement(tx);
    if (!this.isFenced) return;
    while (row.holder && row.holder !== tx) await this.statement(tx);
    row.holder = tx;
    tx.locked.add(row);
  }

  /** A round trip, which may be the last of this connection. */
  private async statement(tx: Transaction): Promise<void> {
    await this.turns.turn(tx.owner);
    if (tx.isOver || this.dice.oneIn(200)) throw new Error('The connection was lost.');
  }

  private end(tx: Transaction): void {
    tx.isOver = true;
    this.open.delete(tx);
    for (const row of tx.locked) if (row.holder === tx) row.holder = undefined;
  }
}
