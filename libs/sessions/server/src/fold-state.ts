/** How the fold of this process is doing, for health, metrics and alarms. */
export class FoldState {
  private readonly troubles = new Map<string, string>();
  private readonly behind = new Map<string, number>();
  /** Before batches are folded, the log as it stands is: how far that is, in one sentence; null once it is done. */
  beginning: string | null = null;
  records = 0;
  deadLetters = 0;
  misplaced = 0;

  /** A batch of a partition was folded; so many records wait behind it. */
  works(place: string, behind: number): void {
    this.troubles.delete(place);
    this.behind.set(place, behind);
  }

  /** A batch could not be folded, and not because of its records. */
  stands(place: string, error: unknown): void {
    this.troubles.set(place, error instanceof Error ? error.message : String(error));
  }

  /** A partition is no longer ours, or its batch is not: whoever has it next says how it is. */
  leaves(place: string): void {
    this.troubles.delete(place);
    this.behind.delete(place);
  }

  folded(
    read: { readonly deadLetters: readonly unknown[]; readonly misplaced: readonly unknown[] },
    records: number,
  ): void {
    this.records += records;
    this.deadLetters += read.deadLetters.length;
    this.misplaced += read.misplaced.length;
  }

  /** One sentence where the fold stands still, else null. */
  trouble(): string | null {
    const first = [...this.troubles][0];
    return first ? `The fold of ${first[0]} stands still: ${first[1]}` : null;
  }

  /** Records that waited behind the last batches: a backlog is being worked off. */
  get waiting(): number {
    let sum = 0;
    for (const count of this.behind.values()) sum += count;
    return sum;
  }
}
