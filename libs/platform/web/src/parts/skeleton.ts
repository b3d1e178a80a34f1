import { Component, computed, input } from '@angular/core';

/** The final shape in grey. It shows after 200 ms, so that a fast answer does not flash; after 3 s it says so in words. */
@Component({
  selector: 'tq-skeleton',
  template: `<div class="bars" aria-hidden="true">
      @for (width of widths(); track $index) {
        <span [style.width.%]="width" [style.height.px]="height()"></span>
      }
    </div>
    <p class="slow" role="status">Still loading {{ what() }} …</p>`,
  styles: `
    :host {
      display: grid;
      gap: 10px;
      padding: 12px;
    }
    .bars {
      display: grid;
      gap: 10px;
      visibility: hidden;
      animation: appear 0s linear 200ms forwards;
    }
    .bars span {
      border-radius: 5px;
      background: linear-gradient(90deg, var(--sunken), var(--line), var(--sunken)) 0 0 / 200% 100%;
      animation: slide 1.6s linear infinite;
    }
    .slow {
      color: var(--muted);
      visibility: hidden;
      animation: appear 0s linear 3s forwards;
    }
    @keyframes appear {
      to {
        visibility: visible;
      }
    }
    @keyframes slide {
      to {
        background-position: -200% 0;
      }
    }
  `,
})
export class Skeleton {
  readonly rows = input(6);
  /** Px of one bar: the height of the row that will stand there. */
  readonly height = input(34);
  readonly what = input('');
  protected readonly widths = computed(() => Array.from({ length: this.rows() }, (_, row) => 100 - ((row * 7) % 23)));
}
