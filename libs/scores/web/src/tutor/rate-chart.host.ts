import { NgComponentOutlet } from '@angular/common';
import {
  afterEveryRender,
  Component,
  computed,
  createEnvironmentInjector,
  DestroyRef,
  EnvironmentInjector,
  inject,
  input,
  RendererFactory2,
} from '@angular/core';
import { provideNoopAnimations } from '@angular/platform-browser/animations';
import type { HistoryDay } from '@tq/platform/web';
import { RateChart } from './rate-chart';

/**
 * Gives ngx-charts the animation renderer that its templates name, switched off, and gives it to nobody else: the rest
 * of the console does not pay for it.
 */
@Component({
  selector: 'tq-rate-chart-host',
  imports: [NgComponentOutlet],
  template: `<ng-container *ngComponentOutlet="chart; inputs: inputs(); environmentInjector: renderer" />`,
  styles: `
    :host {
      display: block;
      height: 100%;
    }
  `,
})
export class RateChartHost {
  readonly days = input.required<readonly HistoryDay[]>();
  readonly limit = input.required<number>();
  protected readonly chart = RateChart;
  protected readonly inputs = computed(() => ({ days: this.days(), limit: this.limit() }));
  protected readonly renderer = createEnvironmentInjector([provideNoopAnimations()], inject(EnvironmentInjector));

  constructor() {
    // The application flushes its own renderer only; without this, removed ticks would stay in the drawing.
    const factory = this.renderer.get(RendererFactory2);
    afterEveryRender(() => {
      factory.begin?.();
      factory.end?.();
    });
    inject(DestroyRef).onDestroy(() => this.renderer.destroy());
  }
}
