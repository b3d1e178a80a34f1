import { computed, signal } from '@angular/core';
import { plural } from '@tq/platform/web';

/**
 * What changed since the list was loaded. A row never moves under the reader's eye: changes are counted, by tutor, and
 * applied when the reader says so.
 */
export class PendingUpdates {
  private readonly tutors = signal<ReadonlySet<string>>(new Set());
  private readonly many = signal(false);
  readonly any = computed(() => this.many() || this.tutors().size > 0);
  /** "3 updates"; "Updates" where the stream did not say which. */
  readonly words = computed(() => (this.many() ? 'Updates' : plural(this.tutors().size, 'update')));

  /** @param tutorIds whose card changed; null: more than are worth naming */
  add(tutorIds: readonly string[] | null): void {
    if (tutorIds === null) this.many.set(true);
    else if (tutorIds.length > 0) this.tutors.update((known) => new Set([...known, ...tutorIds]));
  }

  clear(): void {
    this.many.set(false);
    if (this.tutors().size > 0) this.tutors.set(new Set());
  }
}

/** The ids in a `readings` message of the stream; null for many, and for a message that does not say. */
export function changedTutors(data: unknown): readonly string[] | null {
  const ids = (data as { tutorIds?: unknown } | undefined)?.tutorIds;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : null;
}
