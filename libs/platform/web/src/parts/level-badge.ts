import { Component, computed, input } from '@angular/core';

export type Level = 'high' | 'watch' | 'ok' | 'insufficient-data' | 'unknown';

const words: Readonly<Record<Level, string>> = {
  high: 'High',
  watch: 'Watch',
  ok: 'OK',
  'insufficient-data': 'Too few sessions',
  unknown: 'Too few sessions',
};
/** Drawn in a square of 12: triangle, diamond, disc, ring. */
const shapes: Readonly<Record<Level, string>> = {
  high: 'M6 1 11.4 10.6H.6Z',
  watch: 'M6 .6 11.4 6 6 11.4.6 6Z',
  ok: 'M6 1.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6Z',
  'insufficient-data': '',
  unknown: '',
};

/** A level as shape, word and colour: never by colour alone. */
@Component({
  selector: 'tq-level',
  template: `<svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
      @if (shape()) {
        <path [attr.d]="shape()" fill="currentColor" />
      } @else {
        <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" stroke-width="1.6" />
      }
    </svg>
    <span [class.visually-hidden]="compact()">{{ word() }}</span>`,
  host: { '[class]': "'level ' + kind()", '[attr.title]': 'compact() ? word() : null' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 5px;
      min-height: 22px;
      padding: 0 8px 0 7px;
      border: 1px solid transparent;
      border-radius: 5px;
      font-size: var(--text-s);
      font-weight: 650;
      line-height: 1;
      white-space: nowrap;
    }
    svg {
      flex: none;
    }
    :host(.high) {
      background: var(--high-bg);
      color: var(--high-text);
    }
    :host(.watch) {
      background: var(--watch-bg);
      color: var(--watch-text);
    }
    :host(.ok) {
      background: var(--ok-bg);
      color: var(--ok-text);
    }
    :host(.few) {
      border: 1px dashed var(--few-text);
      background: var(--few-bg);
      color: var(--few-text);
    }
  `,
})
export class LevelBadge {
  readonly level = input.required<Level>();
  /** Only the shape is seen; the word is still read out. */
  readonly compact = input(false);
  protected readonly word = computed(() => words[this.level()]);
  protected readonly shape = computed(() => shapes[this.level()]);
  protected readonly kind = computed(() =>
    this.level() === 'insufficient-data' || this.level() === 'unknown' ? 'few' : this.level(),
  );
}
