import { Component, computed, ElementRef, inject, input, output } from '@angular/core';
import { LineChartModule, ScaleType, type Color } from '@swimlane/ngx-charts';
import { dayText, type HistoryDay, percent } from '@tq/platform/web';

/** The line alone, drawn by ngx-charts; its name, summary and table are the panel's. */
@Component({
  selector: 'tq-rate-chart',
  imports: [LineChartModule],
  template: `<ngx-charts-line-chart
    [results]="series()"
    [scheme]="scheme"
    [animations]="false"
    [tooltipDisabled]="true"
    [xAxis]="true"
    [yAxis]="true"
    [showGridLines]="true"
    [roundDomains]="false"
    [yScaleMin]="0"
    [yScaleMax]="top()"
    [yAxisTicks]="ticks()"
    [yAxisTickFormatting]="percentOf"
    [xAxisTickFormatting]="dayOf"
    [showRefLines]="true"
    [showRefLabels]="false"
    [referenceLines]="references()"
  />`,
  host: { '(pointermove)': 'point($event)' },
  styles: `
    :host {
      display: block;
      height: 100%;
    }
  `,
})
export class RateChart {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly days = input.required<readonly HistoryDay[]>();
  readonly limit = input.required<number>();
  /** Which day the pointer is over, as its place in `days`. */
  readonly pointed = output<number>();
  protected readonly scheme: Color = {
    name: 'rate',
    selectable: false,
    group: ScaleType.Ordinal,
    domain: ['var(--series)'],
  };
  protected readonly series = computed(() => [
    {
      name: 'Reschedule rate',
      series: this.days()
        .filter((day) => day.rescheduleRate30 !== null)
        .map((day) => ({ name: new Date(`${day.day}T00:00:00Z`), value: day.rescheduleRate30 ?? 0 })),
    },
  ]);
  protected readonly references = computed(() => [{ name: 'Limit', value: this.limit() }]);
  /** A little above the highest of line and limit, in steps of 10 %. */
  protected readonly top = computed(() => {
    const highest = Math.max(this.limit(), ...this.days().map((day) => day.rescheduleRate30 ?? 0));
    return Math.min(1, Math.ceil((highest + 0.02) * 10) / 10);
  });
  protected readonly ticks = computed(() => {
    const step = this.top() > 0.5 ? 0.2 : 0.1;
    return Array.from(
      { length: Math.floor(this.top() / step + 1.001) },
      (_, tick) => Math.round(tick * step * 10) / 10,
    );
  });
  protected readonly percentOf = (value: number): string => percent(value);
  protected readonly dayOf = (value: Date): string => dayText(value.toISOString());

  protected point(event: PointerEvent): void {
    const area = this.host.querySelector('.tooltip-area')?.getBoundingClientRect();
    const known = this.days().findIndex((day) => day.rescheduleRate30 !== null);
    if (!area || area.width === 0 || known < 0) return;
    const share = Math.min(1, Math.max(0, (event.clientX - area.left) / area.width));
    this.pointed.emit(known + Math.round(share * (this.days().length - 1 - known)));
  }
}
