import { Component, computed, effect, inject, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  Api,
  compareTutors,
  dayText,
  LevelBadge,
  load,
  LoadNotice,
  problemText,
  Skeleton,
  type ComparedTutor,
  UrlState,
} from '@tq/platform/web';
import { comparisonSentence, directionOf, rates } from './two-dates.words';
import { daysAgo } from './moments';

const words = { worse: '↘ worse', better: '↗ better', same: 'another rate', new: 'new', gone: 'not known' } as const;
const filters = [
  { id: '', label: 'Everybody' },
  { id: 'worse', label: 'Worse' },
  { id: 'better', label: 'Better' },
] as const;

/** Two days side by side: who stood differently, and how. */
@Component({
  selector: 'tq-two-dates',
  imports: [RouterLink, LevelBadge, LoadNotice, Skeleton],
  templateUrl: './two-dates.panel.html',
  styles: `
    .arrow {
      color: var(--muted);
    }
    .pair {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      flex-wrap: wrap;
    }
  `,
})
export class TwoDatesPanel {
  private readonly api = inject(Api);
  protected readonly url = inject(UrlState);
  private readonly fromText = this.url.text('from');
  private readonly toText = this.url.text('to');
  private readonly showText = this.url.text('show');
  protected readonly from = computed(() => this.fromText() || daysAgo(30));
  protected readonly to = computed(() => this.toText() || daysAgo(0));
  protected readonly show = computed(() => filters.find(({ id }) => id === this.showText())?.id ?? '');
  protected readonly today = daysAgo(0);
  protected readonly first = load(compareTutors, () => ({ from: this.from(), to: this.to(), limit: 200 }));
  private readonly more = linkedSignal<unknown, readonly ComparedTutor[]>({
    source: () => this.first.value(),
    computation: () => [],
  });
  private readonly cursor = linkedSignal(() => this.first.value()?.nextCursor ?? null);
  protected readonly hasMore = computed(() => this.cursor() !== null);
  protected readonly busy = signal(false);
  protected readonly problem = signal('');
  protected readonly rows = computed(() =>
    [...(this.first.value()?.items ?? []), ...this.more()]
      .map((item) => ({ item, direction: directionOf(item), rates: rates(item) }))
      .filter(({ direction }) => this.show() === '' || direction === this.show()),
  );
  protected readonly filters = filters;
  protected readonly words = words;
  protected readonly sentence = comparisonSentence;
  protected readonly day = dayText;
  protected readonly points = (score: number | undefined): string =>
    score === undefined ? '–' : String(Math.round(score));

  constructor() {
    effect(() => {
      this.first.value();
      this.problem.set('');
    });
  }

  protected choose(from: string, to: string): void {
    void this.url.patch({ from: from || null, to: to || null });
  }

  protected async next(): Promise<void> {
    const cursor = this.cursor();
    if (cursor === null) return;
    this.busy.set(true);
    this.problem.set('');
    try {
      const page = await this.api.invoke(compareTutors, { from: this.from(), to: this.to(), limit: 200, cursor });
      this.more.update((known) => [...known, ...page.items]);
      this.cursor.set(page.nextCursor);
    } catch (error) {
      this.problem.set(problemText(error));
    } finally {
      this.busy.set(false);
    }
  }
}
