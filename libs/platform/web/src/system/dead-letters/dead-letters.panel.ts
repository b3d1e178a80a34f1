import { Component, computed, DestroyRef, inject, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { listDeadLetters } from '../../api/functions';
import type { DeadLetterPage, DeadLetterRow } from '../../api/models';
import { LiveStream } from '../../live/live-stream';
import { LoadNotice } from '../../parts/load-notice';
import { Skeleton } from '../../parts/skeleton';
import { instantText, wholeNumber } from '../../state/format';
import { load } from '../../state/loadable';
import { problemText } from '../../state/problem';
import { UrlState } from '../../state/url-state';

type Counts = DeadLetterPage['counts'];
const states = [
  { id: 'open', label: 'Open', count: ({ open }: Counts) => open, empty: 'Nothing waits: every record was a valid event, or somebody has decided about it.' }, // prettier-ignore
  { id: 'sent-again', label: 'Sent again', count: ({ sentAgain }: Counts) => sentAgain, empty: 'Nothing has been sent again.' }, // prettier-ignore
  { id: 'set-aside', label: 'Set aside', count: ({ setAside }: Counts) => setAside, empty: 'Nothing has been set aside.' }, // prettier-ignore
] as const;

/** Records of the log that were no valid events: what is wrong with each, and what was done about it. */
@Component({
  selector: 'tq-dead-letters',
  imports: [RouterLink, LoadNotice, Skeleton],
  template: `<section class="stack" aria-labelledby="dead-letters">
    <h2 id="dead-letters" class="visually-hidden">Dead letters</h2>
    <p class="muted">
      Records that were no valid events. Nothing behind them waits, and none is lost: each can be mended and sent again,
      or set aside.
    </p>
    <div class="segmented" role="group" aria-label="Which dead letters">
      @for (each of states; track each.id) {
        <button type="button" [attr.aria-pressed]="state().id === each.id" (click)="choose(each.id)">
          {{ each.label }}
          @if (list.value(); as all) {
            <span class="num">{{ whole(each.count(all.counts)) }}</span>
          }
        </button>
      }
    </div>
    <tq-load-notice [data]="list" what="The list of dead letters" />
    @if (list.value(); as all) {
      @if (rows().length > 0) {
        <div class="table-frame" [attr.aria-busy]="list.loading()">
          <table class="plain cards">
            <caption class="visually-hidden">
              Dead letters,
              {{
                state().label
              }}
            </caption>
            <thead>
              <tr>
                <th scope="col">Came</th>
                <th scope="col">What is wrong</th>
                <th scope="col">Producer</th>
                <th scope="col">Place</th>
              </tr>
            </thead>
            <tbody>
              @for (letter of rows(); track letter.topic + letter.partition + ' ' + letter.offset) {
                <tr>
                  <th scope="row" class="num nowrap">
                    <a
                      [routerLink]="['/system/dead-letters', letter.topic, letter.partition, letter.offset]"
                      queryParamsHandling="merge"
                      >{{ instant(letter.at) }}</a
                    >
                  </th>
                  <td>
                    <p class="wrap-anywhere">{{ wrong(letter) }}</p>
                    <p class="preview mono muted">{{ letter.preview ?? 'Nothing that can be shown as text' }}</p>
                  </td>
                  <td class="wrap-anywhere" data-label="Producer">{{ letter.producer ?? 'unknown' }}</td>
                  <td class="num muted" data-label="Place">
                    {{ letter.topic }} {{ letter.partition }}/{{ letter.offset }}
                  </td>
                </tr>
              }
            </tbody>
          </table>
        </div>
      } @else {
        <div class="card empty">
          <h3>{{ state().empty }}</h3>
        </div>
      }
      @if (problem()) {
        <p class="note wrong" role="alert">The next ones could not be loaded. {{ problem() }}</p>
      }
      @if (cursor()) {
        <p><button type="button" class="button" [disabled]="busy()" (click)="more()">Older ones</button></p>
      }
    } @else if (!list.error()) {
      <div class="table-frame"><tq-skeleton [rows]="6" [height]="44" what="the dead letters" /></div>
    }
  </section>`,
  styles: `
    .segmented {
      justify-self: start;
    }
    .preview {
      display: -webkit-box;
      max-width: 80ch;
      overflow: hidden;
      overflow-wrap: anywhere;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 1;
    }
  `,
})
export class DeadLettersPanel {
  private readonly api = inject(Api);
  private readonly url = inject(UrlState);
  private readonly stateText = this.url.text('state');
  protected readonly states = states;
  protected readonly state = computed(() => states.find(({ id }) => id === this.stateText()) ?? states[0]);
  protected readonly list = load(
    listDeadLetters,
    () => ({ state: this.state().id }),
    () => this.state().id,
  );
  private readonly older = linkedSignal<unknown, readonly DeadLetterRow[]>({
    source: () => this.list.value(),
    computation: () => [],
  });
  protected readonly cursor = linkedSignal(() => this.list.value()?.nextCursor ?? null);
  protected readonly rows = computed(() => [...(this.list.value()?.items ?? []), ...this.older()]);
  protected readonly busy = signal(false);
  protected readonly problem = signal('');
  protected readonly instant = instantText;
  protected readonly whole = wholeNumber;

  constructor() {
    // Who reads on further down is not thrown back to the first page.
    const look = () => document.visibilityState === 'visible' && this.older().length === 0 && this.list.reload();
    inject(LiveStream).on('freshness', look, inject(DestroyRef));
  }

  protected choose(state: string): void {
    void this.url.patch({ state: state === 'open' ? null : state }, { replace: true });
  }

  protected wrong({ reasons }: DeadLetterRow): string {
    const [first, ...others] = reasons.map(({ pointer, detail }) => `${pointer || 'The record'} ${detail}`);
    return `${first ?? 'Not known.'}${others.length > 0 ? ` · and ${others.length} more` : ''}`;
  }

  protected async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor === null) return;
    this.busy.set(true);
    this.problem.set('');
    try {
      const page = await this.api.invoke(listDeadLetters, { state: this.state().id, cursor });
      this.older.update((known) => [...known, ...page.items]);
      this.cursor.set(page.nextCursor);
    } catch (error) {
      this.problem.set(problemText(error));
    } finally {
      this.busy.set(false);
    }
  }
}
