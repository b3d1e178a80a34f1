import type { LogBatch } from '@tq/platform/kafka';
import { FoldProtocol } from '../fold-protocol';
import { foldUntilDone } from '../fold-until-done';
import { JoinedBatches } from '../joined-batches';
import { SimulatedDatabase, type Committed } from './database';
import { Dice, Turns, type Actor } from './turns';

type Store = ReturnType<SimulatedDatabase['storeOf']>;
export type Protocol = FoldProtocol<Parameters<Store['lockOffsets']>[0], { readonly next: readonly number[] }, number>;

export interface WorldOptions {
  readonly seed: number;
  readonly isFenced?: boolean;
  /** The protocol under test; a spoilt one shows that the simulation notices. */
  readonly protocolOf?: (store: Store) => Protocol;
}

interface Member extends Actor {
  isDead: boolean;
  isPaused: boolean;
  /** The generation of the group that it knows of: it hears of a newer one with its next heartbeat. */
  generation: number;
}

const partitions = 3;
const longestLog = 30;
const largestSlice = 3;
/** For so long things go wrong; then everything must come to its end. */
const disturbedSteps = 1000;
const steps = 2000;
/** Whoever sleeps with a batch in hand may still wake after all is folded. */
const stepsAfterTheEnd = 100;

/**
 * A log, a consumer group and a database, in which processes crash, sleep through their replacement, are sent elsewhere
 * and read from where Kafka believes them to be, which is sometimes behind and sometimes ahead of what is folded.
 */
export class World {
  private readonly dice: Dice;
  private readonly turns: Turns;
  private readonly database: SimulatedDatabase;
  /** Of each partition the offsets that hold a record; the others are control records, or nothing at all. */
  private readonly log: {
    readonly records: readonly number[];
    readonly control: ReadonlySet<number>;
    readonly end: number;
  }[];
  private readonly members: Member[] = [];
  private owners: (Member | undefined)[] = [];
  private generation = 0;

  constructor(private readonly options: WorldOptions) {
    this.dice = new Dice(options.seed);
    this.turns = new Turns(this.dice);
    this.database = new SimulatedDatabase(this.turns, this.dice, options.isFenced);
    this.log = Array.from({ length: partitions }, () => this.aLog());
  }

  /** Runs until the log is folded. @returns what is wrong, in one sentence; null where nothing is */
  async run(): Promise<string | null> {
    this.start();
    this.start();
    for (let step = 0, ended = 0; step < steps && ended < stepsAfterTheEnd; step++) {
      if (step < disturbedSteps) this.disturb();
      else if (step === disturbedSteps) this.heal();
      await this.turns.step();
      const wrong = this.log.map((_, partition) => this.wrongWith(partition)).find((sentence) => sentence !== null);
      if (wrong) return `${wrong} (after ${step} steps)`;
      if (this.standingStill() === null) ended++;
    }
    return this.standingStill();
  }

  private standingStill(): string | null {
    for (const [partition, { end }] of this.log.entries()) {
      const { next } = this.database.committed(partition);
      if (next !== end) return `partition ${partition} stands still at ${next} of ${end}`;
    }
    return null;
  }

  private aLog(): World['log'][number] {
    const kinds = Array.from({ length: 5 + this.dice.under(longestLog) }, () => this.dice.under(12));
    const offsets = (wanted: (kind: number) => boolean): number[] =>
      kinds.flatMap((kind, offset) => (wanted(kind) ? [offset] : []));
    const [records, control] = [offsets((kind) => kind > 1), offsets((kind) => kind === 0)];
    return { records, control: new Set(control), end: Math.max(-1, ...records, ...control) + 1 };
  }

  /** Exactly the records before the offset, each once, in their order. */
  private wrongWith(partition: number): string | null {
    const { next, folded }: Committed = this.database.committed(partition);
    const wanted = (this.log[partition]?.records ?? []).filter((offset) => offset < next);
    if (folded.length === wanted.length && folded.every((offset, i) => offset === wanted[i])) return null;
    return `partition ${partition} is at ${next} with ${folded.join(' ')} instead of ${wanted.join(' ')}`;
  }

  private start(): void {
    const member: Member = { isDead: false, isPaused: false, generation: -1 };
    this.members.push(member);
    const store = this.database.storeOf(member);
    const protocol = this.options.protocolOf?.(store) ?? new FoldProtocol(store, { largestSlice });
    this.rebalance();
    void this.consume(member, protocol);
  }

  private disturb(): void {
    const alive = this.members.filter(({ isDead }) => !isDead);
    const member = alive.length > 0 ? this.dice.of(alive) : undefined;
    if (this.dice.oneIn(60) && alive.length < 4) this.start();
    if (this.dice.oneIn(50)) this.rebalance();
    if (member && this.dice.oneIn(80)) {
      member.isDead = true;
      this.database.drop(member);
      this.rebalance();
    }
    // Whoever sleeps is soon replaced, and wakes with a batch in hand.
    if (member && this.dice.oneIn(40)) member.isPaused = true;
    if (this.dice.oneIn(15)) for (const sleeper of alive) sleeper.isPaused = false;
  }

  private heal(): void {
    for (const member of this.members) member.isPaused = false;
    if (this.members.every(({ isDead }) => isDead)) this.start();
    this.rebalance();
  }

  private rebalance(): void {
    const alive = this.members.filter(({ isDead, isPaused }) => !isDead && !isPaused);
    this.generation++;
    this.owners = Array.from({ length: partitions }, () => (alive.length > 0 ? this.dice.of(alive) : undefined));
  }

  private async consume(member: Member, protocol: Protocol): Promise<void> {
    const positions = new Map<number, number>();
    const joined = new JoinedBatches({
      fold: (batch) => protocol.fold(batch),
      foldTogether: (batches) => protocol.foldTogether(batches),
      mostAtATime: 2,
      soon: (begin) => void this.turns.turn(member).then(begin),
    });
    for (;;) {
      await this.turns.turn(member);
      if (member.generation !== this.generation) {
        member.generation = this.generation;
        positions.clear();
      }
      const mine = this.owners.flatMap((owner, partition) => (owner === member ? [partition] : []));
      if (mine.length === 0) continue;
      const batches = (this.dice.oneIn(2) ? mine : [this.dice.of(mine)]).flatMap(
        (partition) => this.fetch(member, partition, positions.get(partition) ?? this.believed(partition)) ?? [],
      );
      await Promise.all(
        batches.map(async (batch) => {
          const outcome = await foldUntilDone(batch, {
            fold: (one) => joined.fold(one),
            onError: () => undefined,
            pause: () => this.turns.turn(member),
          });
          if (outcome) positions.set(batch.partition, 'seek' in outcome ? outcome.seek : outcome.next);
        }),
      );
    }
  }

  /** Where Kafka believes the group to be: its offsets are committed late, or belong to a database that was restored. */
  private believed(partition: number): number {
    const { next } = this.database.committed(partition);
    const end = this.log[partition]?.end ?? 0;
    return Math.max(0, Math.min(end, next + this.dice.under(9) - 5));
  }

  private fetch(member: Member, partition: number, from: number): LogBatch | undefined {
    const { records, control, end } = this.log[partition] as World['log'][number];
    const to = Math.min(end, from + 1 + this.dice.under(8));
    const given = Array.from({ length: to - from }, (_, i) => from + i).filter((offset) => records.includes(offset) || control.has(offset)); // prettier-ignore
    const generation = member.generation;
    let isOut = false;
    const heartbeat = async (): Promise<void> => {
      await this.turns.turn(member);
      if (generation === this.generation) return;
      isOut = true;
      throw new Error('The group has moved on.');
    };
    if (given.length === 0) return this.fetchBehind(member, partition, from, to);
    return {
      topic: 'log',
      partition,
      fetchedFrom: from,
      firstOffset: given[0] as number,
      lastOffset: given.at(-1) as number,
      behind: 0,
      records: given
        .filter((offset) => !control.has(offset))
        .map((offset) => ({ offset, timestamp: 0, key: null, value: null, headers: {} })),
      heartbeat,
      isCurrent: () => !isOut,
    };
  }

  /** Where offsets hold nothing, the broker gives what comes behind them. */
  private fetchBehind(member: Member, partition: number, from: number, to: number): LogBatch | undefined {
    const { records, control, end } = this.log[partition] as World['log'][number];
    for (let offset = to; offset < end; offset++)
      if (records.includes(offset) || control.has(offset)) {
        const batch = this.fetch(member, partition, offset);
        return batch && { ...batch, fetchedFrom: from };
      }
    return undefined;
  }
}
