import { Component, computed, inject, input } from '@angular/core';
import { percent, type TutorDetail, unbroken, UrlState } from '@tq/platform/web';

/** The score and the parts it is the sum of, and the figures of each window. */
@Component({
  selector: 'tq-score-panel',
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
    <table class="plain">
      <caption class="visually-hidden">
        Rates by window
      </caption>
      <thead>
        <tr>
          <th scope="col">Window</th>
          <th scope="col" class="figure">Moved</th>
          <th scope="col" class="figure">Missed</th>
          <th scope="col" class="figure">Cancelled</th>
        </tr>
      </thead>
      <tbody>
        @for (days of windows; track days) {
          @let w = tutor().windows[days];
          <tr [class.chosen]="url.window() === days">
            <th scope="row">{{ days }} days</th>
            <td class="figure">
              {{ percent(w.rescheduleRate) }} <span class="muted">{{ w.tutorMoved }}/{{ w.counted }}</span>
            </td>
            <td class="figure">
              {{ percent(w.noShowRate) }} <span class="muted">{{ w.missed }}/{{ w.held + w.missed }}</span>
            </td>
            <td class="figure">
              {{ percent(w.cancellationRate) }}
              <span class="muted">{{ w.tutorCancelled }}/{{ w.held + w.missed + w.tutorCancelled }}</span>
            </td>
          </tr>
        }
      </tbody>
    </table>
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
    table.plain th,
    table.plain td {
      padding: 5px 4px;
    }
    .chosen {
      background: var(--selected);
    }
  `,
})
export class ScorePanel {
  protected readonly url = inject(UrlState);
  readonly tutor = input.required<TutorDetail>();
  protected readonly windows = [7, 30, 90] as const;
  protected readonly percent = percent;
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
