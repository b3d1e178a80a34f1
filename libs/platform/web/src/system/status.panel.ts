import { Component, computed, DestroyRef, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { getSystem } from '../api/functions';
import { LiveStream } from '../live/live-stream';
import { LoadNotice } from '../parts/load-notice';
import { Skeleton } from '../parts/skeleton';
import { Clock } from '../state/clock';
import { clockText, durationText, instantText, plural, wholeNumber } from '../state/format';
import { load } from '../state/loadable';

/** How often the page asks how everything is while the stream is silent; else it looks when it is told. Ms. */
const rhythm = 10_000;
const states = {
  good: { mark: '●', word: 'Good', css: 'good' },
  degraded: { mark: '◆', word: 'Degraded', css: 'amber' },
  down: { mark: '▲', word: 'Down', css: 'wrong' },
} as const;

/** One sentence first; then the lag, the feeds, what was not understood, the mail and the services. */
@Component({
  selector: 'tq-status',
  imports: [RouterLink, LoadNotice, Skeleton],
  templateUrl: './status.panel.html',
  styleUrl: './status.panel.css',
})
export class StatusPanel {
  private readonly clock = inject(Clock);
  protected readonly system = load(getSystem, () => ({}));
  protected readonly state = computed(() => states[this.system.value()?.state ?? 'down']);
  protected readonly whole = wholeNumber;
  protected readonly plural = plural;
  protected readonly instant = instantText;
  protected readonly time = clockText;

  constructor() {
    const owner = inject(DestroyRef);
    const stream = inject(LiveStream);
    const look = () => document.visibilityState === 'visible' && this.system.reload();
    stream.on('freshness', look, owner);
    // Whoever is told nothing asks.
    const timer = setInterval(() => stream.state() !== 'open' && look(), rhythm);
    owner.onDestroy(() => clearInterval(timer));
  }

  /** "4 s ago". */
  protected ago(text: string | null): string {
    return text === null ? 'never' : `${durationText(this.clock.now() - Date.parse(text))} ago`;
  }

  /** Seconds as a duration; null is unknown, and says so. */
  protected seconds(value: number | null): string {
    return value === null ? 'unknown' : durationText(value * 1000);
  }
}
