import { Component, computed, inject, input } from '@angular/core';
import { type TutorDetail, unbroken, UrlState } from '@tq/platform/web';
import { WindowsTable } from '../readings/windows-table';

/** The score and the parts it is the sum of, and the figures of each window. */
@Component({
  selector: 'tq-score-panel',
  imports: [WindowsTable],
  template: `<section class="card" aria-labelledby="score">
    <header class="row spread">
      <h2 id="score">Score</h2>
      <span class="total num">{{ whole(tutor().score) }} <span class="muted">of 100</span></span>
    </header>
    @if (parts().length > 0) {
      <ul>
        @for (part of parts(); track part.part) {
          <li>
            <span class="num points">{{ points(part.points) }}</span> <span>{{ unbroken(part.because) }}</span>
          </li>
        }
      </ul>
    } @else {
      <p class="muted">Nothing takes points away.</p>
    }
    <tq-windows-table [windows]="tutor().windows" [chosen]="url.window()" />
  </section>`,
  styles: `
    .total {
      font-size: var(--text-xl);
      font-weight: 650;
    }
    .total .muted {
      font-size: var(--text-m);
      font-weight: 400;
    }
    ul {
      display: grid;
      gap: 4px;
    }
    li {
      display: flex;
      gap: 10px;
    }
    .points {
      flex: none;
      min-width: 2.4rem;
      text-align: end;
      font-weight: 600;
    }
  `,
})
export class ScorePanel {
  protected readonly url = inject(UrlState);
  readonly tutor = input.required<TutorDetail>();
  protected readonly unbroken = unbroken;
  protected readonly parts = computed(() => this.tutor().parts.filter(({ points }) => points !== 0));

  protected whole(value: number): number {
    return Math.round(value);
  }

  /** A true minus sign, so that figures stand under each other. */
  protected points(value: number): string {
    return `${value < 0 ? '−' : '+'}${Math.abs(Math.round(value * 10) / 10)}`;
  }
}
