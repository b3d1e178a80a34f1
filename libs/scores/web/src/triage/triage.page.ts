import { Component, computed, DestroyRef, effect, ElementRef, inject, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  clockText,
  dayText,
  getOverview,
  Keyboard,
  LiveStream,
  load,
  LoadNotice,
  Modal,
  plural,
  Skeleton,
  OverviewData,
  type TutorItem,
  UrlState,
  type Window,
  wholeNumber,
} from '@tq/platform/web';
import { listView } from '../tutors/list-view';
import { Pager } from '../tutors/pager';
import { sortFrom, sorts } from '../tutors/sorts';
import { TutorTable } from '../tutors/tutor-table';
import { csvAddress } from '../tutors/csv-address';
import { tutorsCsv } from '../tutors/tutors.csv';
import { headline } from './headline';
import { changedTutors, PendingUpdates } from './pending-updates';
import { focusedRow, focusRow, moveRowFocus } from './row-focus';
import { tabFrom, triageTabs } from './triage.tabs';
import { TutorPeek } from './tutor-peek';

/** Home: who needs me now, why, and what do I do? */
@Component({
  selector: 'tq-triage',
  imports: [RouterLink, LoadNotice, Skeleton, Modal, TutorTable, TutorPeek, Pager],
  templateUrl: './triage.page.html',
  styleUrl: './triage.page.css',
})
export class TriagePage {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly stream = inject(LiveStream);
  protected readonly url = inject(UrlState);
  private readonly tabId = this.url.text('tab');
  protected readonly tab = computed(() => tabFrom(this.tabId()));
  protected readonly list = listView('-priority', () => this.tab().filter);
  protected readonly overview = inject(OverviewData).overview;
  /** No tutor is known at all: nothing has ever come in. */
  protected readonly isFirstRun = computed(() => {
    const counts = this.overview.value()?.counts;
    return counts !== undefined && tabFrom('all').count(counts) === 0;
  });
  protected readonly updates = new PendingUpdates();
  /** Nothing has changed since the list was loaded, as far as the stream has told. */
  protected readonly isCurrent = computed(() => this.stream.state() === 'open' && !this.updates.any());
  protected readonly marks = signal<ReadonlySet<string>>(new Set());
  protected readonly filtering = signal(false);
  protected readonly openId = this.url.text('tutor');
  protected readonly open = computed(() => this.list.items().find(({ tutorId }) => tutorId === this.openId()));
  protected readonly steps = signal(false);
  protected readonly none: ReadonlySet<string> = new Set();
  protected readonly tabs = triageTabs;
  protected readonly sorts = sorts;
  protected readonly windows: readonly Window[] = [7, 30, 90];
  protected readonly headline = headline;
  protected readonly plural = plural;
  protected readonly whole = wholeNumber;
  protected readonly clock = clockText;
  protected readonly csv = computed(() => csvAddress(this.list.query()));
  protected readonly csvOfMarked = computed(() => this.list.items().filter(({ tutorId }) => this.marks().has(tutorId)));

  /** The day that is looked at, in words; undefined for today. */
  protected readonly pastDay = computed(() =>
    this.url.isPast() ? dayText(this.url.asOf() ?? this.url.knownAt(), true) : undefined,
  );
  private readonly past = load(
    getOverview,
    () => (this.url.isPast() ? this.url.clocks() : undefined),
    () => JSON.stringify(this.url.clocks()),
  );
  protected readonly counts = computed(() => (this.pastDay() ? this.past : this.overview).value()?.counts);

  constructor() {
    // It may have been asked for long ago, for another screen.
    if (this.overview.value()) this.overview.reload();
    const owner = inject(DestroyRef);
    this.stream.on('readings', (data) => this.updates.add(changedTutors(data)), owner);
    // What was not worked out yet when the page was opened is by now.
    const complete = () => this.overview.value()?.newSinceYesterday === null && this.overview.reload();
    this.stream.on('freshness', complete, owner);
    // A new list holds all that was pending.
    effect(() => {
      this.list.tutors.value();
      untracked(() => this.updates.clear());
    });
    // Marks belong to the rows that are seen.
    effect(() => {
      const seen = new Set(this.list.items().map(({ tutorId }) => tutorId));
      const marks = untracked(this.marks);
      if ([...marks].some((id) => !seen.has(id))) this.marks.set(new Set([...marks].filter((id) => seen.has(id))));
    });
    const group = 'This list';
    inject(Keyboard).add(
      [
        { keys: 'j', does: 'Next tutor', group, run: () => this.step(1) },
        { keys: 'k', does: 'Previous tutor', group, run: () => this.step(-1) },
        // The focused row is a link: the browser opens it. This is the entry for the help, and for a focus elsewhere.
        { keys: 'Enter', does: 'Why, and what to do', group, run: () => this.enter() },
        { keys: 'x', does: 'Mark the tutor', group, run: () => this.markFocused() },
        { keys: 'Escape', does: 'Close the side panel', group, run: () => this.close() },
        { keys: 'r', does: 'Apply updates', group, run: () => this.apply() },
      ],
      owner,
    );
  }

  protected apply(): void {
    this.list.tutors.reload();
    this.overview.reload();
  }

  protected orderBy(text: string): void {
    void this.list.order(sortFrom(text, '-priority'));
  }

  protected peek(tutor: TutorItem): void {
    this.steps.set(false);
    void this.url.patch({ tutor: tutor.tutorId }, { replace: this.openId() !== '' });
  }

  protected close(): void {
    const id = this.openId();
    if (id === '') return;
    void this.url.patch({ tutor: null }, { replace: true }).then(() => focusRow(this.host, id));
  }

  protected mark(tutorId: string): void {
    this.marks.update((marks) => {
      const next = new Set(marks);
      if (!next.delete(tutorId)) next.add(tutorId);
      return next;
    });
  }

  protected exportMarked(): void {
    const file = new Blob([tutorsCsv(this.csvOfMarked())], { type: 'text/csv' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = 'tutors-marked.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  }

  private step(by: 1 | -1): void {
    const id = moveRowFocus(this.host, by);
    // With the panel open, it follows; the focus stays in the rows.
    if (id && this.openId() !== '' && id !== this.openId()) {
      this.steps.set(true);
      void this.url.patch({ tutor: id }, { replace: true });
    }
  }

  private enter(): void {
    const active = document.activeElement;
    if (active instanceof HTMLElement && active.matches('a, button, summary')) active.click();
  }

  private markFocused(): void {
    const id = focusedRow(this.host);
    if (id) this.mark(id);
  }
}
