import { Component, computed, input } from '@angular/core';
import { percent, type WeekdayMoves } from '@tq/platform/web';

const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Fewer moves than these have no pattern to show. */
const enough = 5;

/** On which weekdays the tutor's moved sessions fall: each day's share of all of them. */
@Component({
  selector: 'tq-weekday-panel',
  template: `<section class="card" aria-labelledby="weekdays">
    <h2 id="weekdays">Moves by weekday</h2>
    <p class="muted">{{ summary() }}</p>
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col"><span class="visually-hidden">Share as a bar</span></th>
          <th scope="col" class="figure">Share</th>
          <th scope="col" class="figure">Moved</th>
        </tr>
      </thead>
      <tbody>
        @for (day of days(); track day.weekday) {
          <tr>
            <th scope="row">{{ nameOf(day) }}</th>
            <td class="bar" aria-hidden="true"><span [style.width.%]="((day.share ?? 0) / most()) * 100"></span></td>
            <td class="figure">{{ percent(day.share) }}</td>
            <td class="figure">
              {{ day.moved }}<span class="muted">/{{ day.counted }}</span>
            </td>
          </tr>
        }
      </tbody>
    </table>
  </section>`,
  styles: `
    table.plain th,
    table.plain td {
      padding: 3px 6px;
    }
    table.plain tbody tr + tr > * {
      border: 0;
    }
    table.plain .figure > .muted {
      display: inline;
      font-size: inherit;
    }
    .bar {
      width: 45%;
    }
    .bar span {
      display: block;
      height: 12px;
      min-width: 1px;
      border-radius: 3px;
      background: var(--series);
    }
  `,
})
export class WeekdayPanel {
  readonly days = input.required<readonly WeekdayMoves[]>();
  protected readonly percent = percent;
  /** The longest bar is as long as there is room: what counts is how the days differ. */
  protected readonly most = computed(() => Math.max(0.001, ...this.days().map(({ share }) => share ?? 0)));
  protected readonly summary = computed(() => weekdaySummary(this.days()));

  protected nameOf(day: WeekdayMoves): string {
    return weekdayName(day.weekday);
  }
}

/** 1 is Monday. */
export function weekdayName(weekday: number): string {
  return names[weekday - 1] ?? String(weekday);
}

/** Where the moves gather, in a sentence; with few moves, that they are too few. */
export function weekdaySummary(days: readonly WeekdayMoves[]): string {
  const moved = days.reduce((sum, day) => sum + day.moved, 0);
  if (moved === 0) return 'No session was moved by the tutor in 90 days.';
  if (moved < enough) return `Only ${moved} moved in 90 days: too few to tell days apart.`;
  const most = days.reduce((best, day) => (day.moved > best.moved ? day : best));
  return `Most fall on ${weekdayName(most.weekday)}: ${most.moved} of ${moved} in 90 days.`;
}
