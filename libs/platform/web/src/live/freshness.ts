import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Freshness as FreshnessFigures } from '../api/models';
import { Clock } from '../state/clock';
import { durationText } from '../state/format';
import { oldAfter } from '../parts/load-notice';
import { LiveStream } from './live-stream';
import { OverviewData } from './overview-data';

export interface FreshnessView {
  readonly calm: boolean;
  readonly text: string;
  readonly title: string;
}

/** A lag of the readings behind the log that a reader would notice. Seconds. */
const behindAfter = 30;

/** What the chip says. Silence is shown as silence: nothing turns calm because data is missing. */
export function freshnessView(
  stream: 'closed' | 'connecting' | 'open' | 'lost',
  figures: FreshnessFigures | undefined,
  now: number,
): FreshnessView {
  if (stream === 'lost')
    return { calm: false, text: 'Not live · reconnecting', title: 'The stream of updates broke off.' };
  if (!figures) return { calm: true, text: 'Connecting …', title: 'How fresh the figures are is not known yet.' };
  if (figures.lagRecords === null || figures.lagSeconds === null) {
    return { calm: false, text: 'Freshness unknown', title: 'The broker cannot be asked how far the readings are.' };
  }
  if (figures.lagSeconds > behindAfter) {
    const behind = durationText(figures.lagSeconds * 1000);
    return {
      calm: false,
      text: `${behind} behind`,
      title: `The readings lack ${figures.lagRecords} records of the log.`,
    };
  }
  if (!figures.lastEventAt) return { calm: true, text: 'Live · no event yet', title: 'No event has come in yet.' };
  const age = now - Date.parse(figures.lastEventAt);
  const text = `${durationText(age)} ago`;
  if (age > oldAfter) return { calm: false, text: `Silent · ${text}`, title: `The last event came in ${text}.` };
  return { calm: true, text: `Live · ${text}`, title: `The last event came in ${text}; all readings hold it.` };
}

/** How fresh the figures are: read once, then told by the stream. */
@Injectable({ providedIn: 'root' })
export class Freshness {
  private readonly clock = inject(Clock);
  private readonly stream = inject(LiveStream);
  private readonly first = inject(OverviewData).overview;
  private readonly told = signal<FreshnessFigures | undefined>(undefined);
  readonly view = computed(() =>
    freshnessView(this.stream.state(), this.told() ?? this.first.value()?.freshness, this.clock.now()),
  );

  constructor() {
    this.stream.on('freshness', (data) => data && this.told.set(data as FreshnessFigures), inject(DestroyRef));
  }
}
