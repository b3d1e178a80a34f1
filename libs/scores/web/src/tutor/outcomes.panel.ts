import { Component, computed, input } from '@angular/core';
import { type WindowFiguresItem, wholeNumber } from '@tq/platform/web';

/** What became of the sessions of a window, by who caused it. */
@Component({
  selector: 'tq-outcomes-panel',
  template: `<section class="card" aria-labelledby="outcomes">
    <h2 id="outcomes">Outcomes, {{ window() }} days</h2>
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Caused by</th>
          <th scope="col"><span class="visually-hidden">As a bar</span></th>
          <th scope="col" class="figure">Number</th>
        </tr>
      </thead>
      <tbody>
        @for (row of rows(); track row.what + row.by) {
          <tr>
            <th scope="row">{{ row.what }}</th>
            <td>{{ row.by }}</td>
            <td class="bar" aria-hidden="true">
              <span [class]="row.kind" [style.width.%]="(row.count / most()) * 100"></span>
            </td>
            <td class="figure">{{ whole(row.count) }}</td>
          </tr>
        }
      </tbody>
    </table>
    <p class="muted small">Sessions held, missed and cancelled, unexcused; every move of a session, excused or not.</p>
  </section>`,
  styles: `
    table.plain th,
    table.plain td {
      padding: 3px 6px;
    }
    table.plain tbody tr + tr > * {
      border: 0;
    }
    .bar {
      width: 34%;
    }
    .bar span {
      display: block;
      height: 12px;
      min-width: 1px;
      border-radius: 3px;
      background: var(--series-soft);
    }
    .bar .tutor {
      background: var(--limit);
    }
    .bar .held {
      background: var(--series);
    }
  `,
})
export class OutcomesPanel {
  readonly figures = input.required<WindowFiguresItem>();
  /** Days. */
  readonly window = input.required<number>();
  protected readonly whole = wholeNumber;
  protected readonly rows = computed(() => {
    const { held, missed, tutorCancelled, moves } = this.figures();
    return [
      { what: 'Held', by: '', count: held, kind: 'held' },
      { what: 'Moved', by: 'Tutor', count: moves.tutor, kind: 'tutor' },
      { what: 'Moved', by: 'Student', count: moves.student, kind: '' },
      { what: 'Moved', by: 'Platform', count: moves.platform, kind: '' },
      { what: 'Missed', by: 'Tutor', count: missed, kind: 'tutor' },
      { what: 'Cancelled', by: 'Tutor', count: tutorCancelled, kind: 'tutor' },
    ];
  });
  protected readonly most = computed(() => Math.max(1, ...this.rows().map(({ count }) => count)));
}
