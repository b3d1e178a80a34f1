import { Component, computed, DestroyRef, ElementRef, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Keyboard, LoadNotice, Skeleton, type TutorItem, UrlState } from '@tq/platform/web';
import { moveRowFocus } from '../triage/row-focus';
import { csvAddress } from './csv-address';
import { listView } from './list-view';
import { Pager } from './pager';
import { sortFrom, sorts } from './sorts';
import { TutorTable } from './tutor-table';

/** Every tutor, by name; the way to one that is looked for. */
@Component({
  selector: 'tq-tutors',
  imports: [LoadNotice, Skeleton, TutorTable, Pager],
  template: `<div class="page">
    <header class="row spread">
      <h1>Tutors</h1>
      <span class="row">
        <label class="row"
          ><span class="muted">Sort</span>
          <select class="select" #order (change)="orderBy(order.value)">
            @for (each of sorts; track each.value) {
              <option [value]="each.value" [selected]="each.value === list.sort()">{{ each.label }}</option>
            }
          </select>
        </label>
        <a class="button" [href]="csv()" download>CSV</a>
      </span>
    </header>
    @if (list.q()) {
      <p class="row">
        <span>Names and ids with “{{ list.q() }}”</span>
        <button type="button" class="button small" (click)="url.patch({ q: null, cursor: null, page: null })">
          Clear
        </button>
      </p>
    }
    <tq-load-notice [data]="list.tutors" what="The list of tutors" />
    @if (list.tutors.value(); as loaded) {
      @if (loaded.items.length > 0) {
        <tq-tutor-table
          [tutors]="loaded.items"
          [caption]="'All tutors, ' + list.place()"
          [sort]="list.sort()"
          [limit]="list.limit()"
          (sorted)="list.order($event)"
          (opened)="open($event)"
        />
      } @else if (list.q()) {
        <div class="card empty">
          <h2>No tutor matches “{{ list.q() }}”</h2>
          <p>The search looks at names and ids.</p>
        </div>
      } @else {
        <div class="card empty">
          <h2>No tutor is known yet</h2>
          <p>A tutor appears with the first event about them.</p>
        </div>
      }
    } @else if (!list.tutors.error()) {
      <div class="table-frame"><tq-skeleton [rows]="12" [height]="36" what="the list of tutors" /></div>
    }
    <tq-pager
      [place]="list.place()"
      [page]="list.page()"
      [hasNext]="list.hasNext()"
      (next)="list.next()"
      (back)="list.back()"
    />
  </div>`,
})
export class TutorsPage {
  private readonly router = inject(Router);
  protected readonly url = inject(UrlState);
  protected readonly list = listView('name', () => ({}));
  protected readonly sorts = sorts;
  protected readonly csv = computed(() => csvAddress(this.list.query()));

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const group = 'This list';
    inject(Keyboard).add(
      [
        { keys: 'j', does: 'Next tutor', group, run: () => moveRowFocus(host, 1) },
        { keys: 'k', does: 'Previous tutor', group, run: () => moveRowFocus(host, -1) },
      ],
      inject(DestroyRef),
    );
  }

  protected orderBy(text: string): void {
    void this.list.order(sortFrom(text, 'name'));
  }

  protected open(tutor: TutorItem): void {
    void this.router.navigate(['/tutors', tutor.tutorId], { queryParams: this.url.clockLink() });
  }
}
