import { Component, computed, input, linkedSignal, signal } from '@angular/core';
import { dayText, type HistoryDay, percent, plural, unbroken } from '@tq/platform/web';
import { RateChartHost } from './rate-chart.host';
import { rateSummary } from './rate-summary';

/** The 30-day reschedule rate of each of the last 90 days, beside the limit: as a line, in words, and as a table. */
@Component({
  selector: 'tq-rate-panel',
  imports: [RateChartHost],
  template: `<figure class="card">
    <header class="row spread">
      <h2>Reschedule rate, 90 days</h2>
      <button type="button" class="button small" [attr.aria-pressed]="asTable()" (click)="asTable.set(!asTable())">
        {{ asTable() ? 'Show as chart' : 'Show as table' }}
      </button>
    </header>
    <figcaption>{{ unbroken(summary()) }}</figcaption>
    @if (asTable()) {
      <div class="scroll" tabindex="0" role="group" aria-label="Reschedule rate by day">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" class="figure">Rate of 30 days</th>
              <th scope="col" class="figure">Counted</th>
            </tr>
          </thead>
          <tbody>
            @for (each of newestFirst(); track each.day) {
              <tr>
                <th scope="row">{{ day(each.day) }}</th>
                <td class="figure">{{ percent(each.rescheduleRate30) }}</td>
                <td class="figure">{{ each.counted30 }}</td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    } @else {
      <div class="space">
        @defer (on viewport) {
          <div class="chart" role="img" [attr.aria-label]="'Line chart. ' + summary()">
            <tq-rate-chart-host [days]="days()" [limit]="limit()" />
          </div>
        } @placeholder {
          <div class="chart"></div>
        }
      </div>
      <div class="row scrub">
        <label class="visually-hidden" for="rate-day">Day</label>
        <input
          #slider
          id="rate-day"
          type="range"
          min="0"
          [max]="days().length - 1"
          [value]="at()"
          [attr.aria-valuetext]="atWords()"
          (input)="at.set(slider.valueAsNumber)"
        />
        <output class="num" for="rate-day">{{ atWords() }}</output>
      </div>
    }
    <p class="muted small legend">
      <span class="line" aria-hidden="true"></span> rate of the 30 days that end with the day
      <span class="limit" aria-hidden="true"></span> limit {{ percent(limit()) }}
    </p>
  </figure>`,
  styleUrl: './rate.panel.css',
})
export class RatePanel {
  /** Oldest first. */
  readonly days = input.required<readonly HistoryDay[]>();
  readonly limit = input.required<number>();
  protected readonly asTable = signal(false);
  protected readonly percent = percent;
  protected readonly unbroken = unbroken;
  protected readonly day = dayText;
  protected readonly summary = computed(() => rateSummary(this.days(), this.limit()));
  protected readonly newestFirst = computed(() => [...this.days()].reverse());
  protected readonly at = linkedSignal(() => this.days().length - 1);
  protected readonly atWords = computed(() => {
    const day = this.days()[this.at()];
    if (!day) return '';
    if (day.rescheduleRate30 === null) return `${dayText(day.day)}: nothing counted`;
    return `${dayText(day.day)}: ${percent(day.rescheduleRate30)} of ${plural(day.counted30, 'session')}`;
  });
}
