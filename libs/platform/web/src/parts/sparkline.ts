import { Component, computed, input } from '@angular/core';
import { percent } from '../state/format';
import { heightOf, sparklinePath, trendOf } from './sparkline.geometry';

const width = 76;
const height = 22;

/** Twelve weeks of a rate in the space of a word, with the limit as a dashed line; the direction as arrow and word. */
@Component({
  selector: 'tq-sparkline',
  template: `@if (trend(); as way) {
      <svg [attr.viewBox]="box" width="76" height="22" role="img" [attr.aria-label]="name()">
        <line x1="0" [attr.x2]="width" [attr.y1]="limitAt()" [attr.y2]="limitAt()" />
        <path [attr.d]="path()" />
      </svg>
      <span class="way" aria-hidden="true">{{ way.arrow }} {{ way.word }}</span>
    } @else {
      <span class="muted small">No trend yet</span>
    }`,
  styles: `
    :host {
      display: inline-grid;
      gap: 2px;
      justify-items: start;
    }
    svg {
      overflow: visible;
    }
    line {
      stroke: var(--limit);
      stroke-width: 1;
      stroke-dasharray: 2 3;
    }
    path {
      fill: none;
      stroke: var(--series);
      stroke-width: 1.6;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .way {
      color: var(--muted);
      font-size: 0.6875rem;
      line-height: 1.2;
    }
  `,
})
export class Sparkline {
  /** Rates, oldest first; null where there was nothing to divide by. */
  readonly values = input.required<readonly (number | null)[]>();
  readonly limit = input(0.15);
  protected readonly width = width;
  protected readonly box = `0 0 ${width} ${height}`;
  protected readonly trend = computed(() => trendOf(this.values()));
  private readonly top = computed(() => Math.max(0.4, ...this.values().map((value) => value ?? 0)));
  protected readonly path = computed(() => sparklinePath(this.values(), width, height, this.top()));
  protected readonly limitAt = computed(() => heightOf(this.limit(), height, this.top()));
  protected readonly name = computed(() => {
    const known = this.values().filter((value) => value !== null);
    return `12 weeks, ${this.trend()?.word ?? 'no trend'}: from ${percent(known[0])} to ${percent(known.at(-1))}`;
  });
}
