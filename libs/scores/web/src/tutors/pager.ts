import { Component, input, output } from '@angular/core';

/** Where in a long list the reader is, and the ways on and back. */
@Component({
  selector: 'tq-pager',
  template: `@if (place()) {
    <nav class="row spread" aria-label="Pages">
      <span class="muted num">{{ place() }}</span>
      @if (page() > 1 || hasNext()) {
        <span class="row">
          <button type="button" class="button" [disabled]="page() <= 1" (click)="back.emit()">Back</button>
          <button type="button" class="button" [disabled]="!hasNext()" (click)="next.emit()">Next</button>
        </span>
      }
    </nav>
  }`,
})
export class Pager {
  readonly place = input.required<string>();
  readonly page = input.required<number>();
  readonly hasNext = input.required<boolean>();
  readonly next = output();
  readonly back = output();
}
