import { Component, computed, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { Freshness } from '../live/freshness';
import { Clock } from '../state/clock';
import { UrlState } from '../state/url-state';
import { hasClocks, instantOfLocal, localInput, pastWords } from './past';

/** How fresh the figures are, and the way into the past: a day, and the moment whose knowledge counts. */
@Component({
  selector: 'tq-as-of',
  template: `<button
      type="button"
      class="chip"
      popovertarget="as-of"
      [class.amber]="!calm()"
      [title]="isPast() ? 'Viewing ' + words() : freshness.view().title"
    >
      <span class="dot" aria-hidden="true">{{ isPast() ? '◷' : calm() ? '●' : '▲' }}</span>
      <span class="text">{{ isPast() ? 'Past' : freshness.view().text }}</span>
      <span class="visually-hidden">. Choose a day or a moment of the past</span>
    </button>
    <div #menu id="as-of" class="menu" popover (toggle)="problem.set('')">
      <form class="stack" (submit)="$event.preventDefault(); look(day.value, moment.value)">
        <h2>Look at the past</h2>
        <label class="field"
          ><span>As of the end of</span>
          <input #day class="input" type="date" [max]="today()" [value]="url.asOf() ?? ''" />
          <span class="hint">Every figure as it stood on that day. Empty: the day of the moment below.</span>
        </label>
        <label class="field"
          ><span>As it was known at</span>
          <input #moment class="input" type="datetime-local" [max]="now()" [value]="known()" />
          <span class="hint">Without what was learned, corrected or excused later. Empty: all that is known now.</span>
        </label>
        @if (problem()) {
          <p class="note wrong" role="alert">{{ problem() }}</p>
        }
        <p class="row">
          <button class="button primary" type="submit">Show</button>
          @if (isPast()) {
            <button class="button" type="button" (click)="live()">Back to live</button>
          }
        </p>
      </form>
    </div>`,
  styles: `
    .chip {
      min-height: 28px;
      font: inherit;
      font-size: var(--text-s);
      cursor: pointer;
    }
    .chip:hover {
      border-color: var(--line-strong);
      color: var(--text);
    }
    .chip.amber {
      border-color: var(--amber-line);
      background: var(--amber-bg);
      color: var(--amber-text);
    }
    .dot {
      color: var(--good);
      font-size: 0.625rem;
    }
    .amber .dot {
      color: inherit;
    }
    .text {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .menu {
      inset: 50px 20px auto auto;
      width: min(320px, calc(100vw - 24px));
      margin: 0;
      padding: 14px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      background: var(--raised);
      color: var(--text);
      box-shadow: var(--shadow);
    }
    @media (width < 760px) {
      .chip {
        max-width: 42vw;
      }
      .menu {
        inset-inline-end: 12px;
      }
    }
  `,
})
export class AsOfChip {
  private readonly clock = inject(Clock);
  protected readonly freshness = inject(Freshness);
  protected readonly url = inject(UrlState);
  private readonly menu = viewChild.required<ElementRef<HTMLElement>>('menu');
  /** Screens without the clocks show now, whatever the URL carries along. */
  protected readonly isPast = computed(() => this.url.isPast() && hasClocks(this.url.path()));
  protected readonly calm = computed(() => !this.isPast() && this.freshness.view().calm);
  protected readonly words = computed(() => pastWords(this.url.asOf(), this.url.knownAt()));
  protected readonly now = computed(() => localInput(this.clock.now()));
  /** The platform's day may be ahead of the reader's; the gateway refuses a day that has not come anywhere. */
  protected readonly today = computed(() => new Date(this.clock.now() + 14 * 3_600_000).toISOString().slice(0, 10));
  protected readonly known = computed(() => {
    const at = this.url.knownAt();
    return at ? localInput(Date.parse(at)) : '';
  });
  protected readonly problem = signal('');

  protected async look(day: string, moment: string): Promise<void> {
    const knownAt = instantOfLocal(moment);
    if (day === '' && knownAt === undefined) return this.problem.set('Choose a day, a moment, or both.');
    if (knownAt && Date.parse(knownAt) > Date.now()) return this.problem.set('That moment is still to come.');
    await this.url.patch({ asOf: day || null, knownAt: knownAt ?? null, cursor: null, page: null });
    this.menu().nativeElement.hidePopover();
  }

  protected async live(): Promise<void> {
    await this.url.patch({ asOf: null, knownAt: null, cursor: null, page: null });
    this.menu().nativeElement.hidePopover();
  }
}
