import { Component, computed, DestroyRef, inject, linkedSignal } from '@angular/core';
import { Api } from '../api/api';
import {
  beginRebuild,
  cancelRebuild,
  goBack,
  listRebuilds,
  pauseRebuild,
  resumeRebuild,
  switchRebuild,
} from '../api/functions';
import type { RebuildItem } from '../api/models';
import { LiveStream } from '../live/live-stream';
import { ConfirmButton } from '../parts/confirm-button';
import { LoadNotice } from '../parts/load-notice';
import { Skeleton } from '../parts/skeleton';
import { Command } from '../state/command';
import { instantText, wholeNumber } from '../state/format';
import { load } from '../state/loadable';
import { SignedIn } from '../state/signed-in';
import { RebuildComparison } from './rebuild-comparison';
import { progressOf, progressWords, rebuildSentence, rebuildState, rebuildTitle } from './rebuild-words';

/** How often progress is asked for while it moves, and otherwise. Ms. */
const rhythm = { moving: 1_000, still: 15_000 };

/** All figures made anew from the first event beside those in use: progress, comparison, the switch and the way back. */
@Component({
  selector: 'tq-rebuild',
  imports: [ConfirmButton, LoadNotice, Skeleton, RebuildComparison],
  templateUrl: './rebuild.panel.html',
  styleUrl: './rebuild.panel.css',
})
export class RebuildPanel {
  private readonly api = inject(Api);
  protected readonly may = inject(SignedIn).mayCommand;
  protected readonly list = load(listRebuilds, () => ({}));
  protected readonly current = computed(() => this.list.value()?.current ?? undefined);
  /** The last one that was current while this was open. */
  private readonly seen = linkedSignal<number | undefined, number | undefined>({
    source: () => this.current()?.id,
    computation: (id, before) => id ?? before?.value,
  });
  // Asked first: with nothing past, nobody would ask while it is current, and it would not be remembered.
  private readonly past = computed(() => ({ seen: this.seen(), all: this.list.value()?.past ?? [] }));
  /** It has ended since: whoever watched it sees first what came of it. */
  protected readonly ended = computed(() => this.past().all.find(({ id }) => id === this.past().seen));
  protected readonly earlier = computed(() => this.past().all.filter(({ id }) => id !== this.past().seen));
  protected readonly isMoving = computed(() => isMoving(this.current()));
  protected readonly command = new Command();
  private readonly standing = computed(() => [this.current()?.id, this.current()?.state].join(' '));
  /** What was asked for and has not come about: the scoring service first writes what it holds. */
  protected readonly asked = linkedSignal({ source: this.standing, computation: () => '' });
  protected readonly sentence = rebuildSentence;
  protected readonly state = rebuildState;
  protected readonly title = rebuildTitle;
  protected readonly progress = progressOf;
  protected readonly progressWords = progressWords;
  protected readonly instant = instantText;
  protected readonly whole = wholeNumber;

  constructor() {
    const owner = inject(DestroyRef);
    inject(LiveStream).on('rebuild', () => this.list.reload(), owner);
    let last = Date.now();
    const timer = setInterval(() => {
      const every = this.isMoving() ? rhythm.moving : rhythm.still;
      if (document.visibilityState !== 'visible' || Date.now() - last < every) return;
      last = Date.now();
      this.list.reload();
    }, rhythm.moving);
    owner.onDestroy(() => clearInterval(timer));
  }

  protected begin(dryRun: boolean): Promise<void> {
    return this.send('', () => this.api.invoke(beginRebuild, { body: { dryRun } }));
  }

  protected back(): Promise<void> {
    return this.send('', () => this.api.invoke(goBack));
  }

  protected pause({ id }: RebuildItem): Promise<void> {
    return this.send('Asked to pause; it stops in a moment.', () => this.api.invoke(pauseRebuild, { id }));
  }

  protected resume({ id }: RebuildItem): Promise<void> {
    return this.send('', () => this.api.invoke(resumeRebuild, { id }));
  }

  protected cancel({ id }: RebuildItem): Promise<void> {
    return this.send('Asked to cancel; it ends in a moment.', () => this.api.invoke(cancelRebuild, { id }));
  }

  protected switch({ id }: RebuildItem): Promise<void> {
    return this.send('', () => this.api.invoke(switchRebuild, { id, body: { evenIfDifferent: true } }));
  }

  /** @param asked what is said until it comes about */
  private async send(asked: string, command: () => Promise<unknown>): Promise<void> {
    const before = this.standing();
    const answered = await this.command.run('', command);
    this.asked.set(answered && this.standing() === before ? asked : '');
    this.list.reload();
  }
}

function isMoving(rebuild: RebuildItem | undefined): boolean {
  return rebuild !== undefined && ['waiting', 'folding', 'comparing', 'equal'].includes(rebuild.state);
}
