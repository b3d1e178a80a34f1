import { Component, input } from '@angular/core';
import { percent, type WindowsItem } from '@tq/platform/web';

/** Rates and counts of the three windows. */
@Component({
  selector: 'tq-windows-table',
  template: `<table class="plain">
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
      @for (days of all; track days) {
        @let w = windows()[days];
        <tr [class.chosen]="chosen() === days">
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
  </table>`,
  styles: `
    table.plain th,
    table.plain td {
      padding: 5px 4px;
    }
    .chosen {
      background: var(--selected);
    }
  `,
})
export class WindowsTable {
  readonly windows = input.required<WindowsItem>();
  /** The window that is looked at, in days. */
  readonly chosen = input<7 | 30 | 90>();
  protected readonly all = [7, 30, 90] as const;
  protected readonly percent = percent;
}
