import { Component, computed, inject, input } from '@angular/core';
import { Clock } from '../state/clock';
import { durationText } from '../state/format';
import type { Loadable } from '../state/loadable';

/** After this, a screen says that what it shows is old. Ms. */
export const oldAfter = 5 * 60_000;

/**
 * What the reader must know about the data on the screen: that an operation failed (which, since when the rest is
 * shown, and a way to try again), or that what is shown is more than five minutes old.
 */
@Component({
  selector: 'tq-load-notice',
  template: `@if (data().error(); as problem) {
      <div class="note wrong" role="alert">
        <span
          ><span class="strong">{{ what() }} could not be loaded.</span> {{ problem }}
          @if (age()) {
            <span> What you see is {{ age() }} old.</span>
          }
        </span>
        <button type="button" class="button small" (click)="data().reload()">Try again</button>
      </div>
    } @else if (isOld()) {
      <div class="note amber" role="status">
        <span>{{ what() }}: this is {{ age() }} old.</span>
        <button type="button" class="button small" (click)="data().reload()">Load again</button>
      </div>
    }`,
  styles: `
    :host(:empty) {
      display: none;
    }
  `,
})
export class LoadNotice {
  private readonly clock = inject(Clock);
  readonly data = input.required<Loadable<unknown>>();
  /** The operation's object, as the beginning of a sentence: "The list of tutors". */
  readonly what = input.required<string>();
  /** What is shown holds everything, however long ago it was loaded: the stream has told of no change. */
  readonly current = input(false);
  private readonly milliseconds = computed(() => {
    const at = this.data().loadedAt();
    return at === undefined ? undefined : this.clock.now() - at;
  });
  protected readonly isOld = computed(() => !this.current() && (this.milliseconds() ?? 0) > oldAfter);
  protected readonly age = computed(() => {
    const age = this.milliseconds();
    return age === undefined ? '' : durationText(age);
  });
}
