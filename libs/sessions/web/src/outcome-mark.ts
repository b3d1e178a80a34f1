import { Component, computed, input } from '@angular/core';

const marks = { open: '○', held: '●', missed: '▲', cancelled: '✕' } as const;

/** An outcome as a mark before its words: by shape first, by colour as well. */
@Component({
  selector: 'tq-outcome',
  template: `<span class="mark" [class]="state()" aria-hidden="true">{{ mark() }}</span> <span><ng-content /></span>`,
  styles: `
    :host {
      display: inline-flex;
      gap: 6px;
      align-items: baseline;
    }
    .mark {
      flex: none;
      width: 12px;
      font-size: 0.75rem;
      text-align: center;
    }
    .held {
      color: var(--series);
    }
    .missed {
      color: var(--danger);
    }
    .cancelled,
    .open {
      color: var(--muted);
    }
  `,
})
export class OutcomeMark {
  readonly state = input.required<keyof typeof marks>();
  protected readonly mark = computed(() => marks[this.state()]);
}
