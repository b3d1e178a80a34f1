import { computed, signal } from '@angular/core';

/**
 * What changed since the list was loaded. A row never moves under the reader's eye: changes are counted, by tutor, and
 * applied when the reader says so.
 */
export class PendingUpdates {
  private readonly tutors = signal<ReadonlySet<string>>(new Set());
  readonly count = computed(() => this.tutors().size);

  /** @param tutorIds whose card changed */
  add(tutorIds: readonly string[]): void {
    if (tutorIds.length > 0) this.tutors.update((known) => new Set([...known, ...tutorIds]));
  }

  clear(): void {
    if (this.tutors().size > 0) this.tutors.set(new Set());
  }
}
