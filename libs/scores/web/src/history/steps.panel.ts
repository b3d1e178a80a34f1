import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, type FactStepItem, instantText, LevelBadge, listSteps, load, LoadNotice, dayText, plural, problemText, Skeleton, UrlState, weekdayText, wholeNumber } from '@tq/platform/web'; // prettier-ignore
import { becameWords } from './part-words';
import { changedWords, passedWords, standingRows, windowRows } from './step-words';

const orders = [
  { id: 'happened', label: 'As it happened' },
  { id: 'learned', label: 'As we learned it' },
] as const;
const onePage = 100;

/** One tutor, fact by fact: a slider, and what the fact under it changed. */
@Component({
  selector: 'tq-steps-panel',
  imports: [RouterLink, LevelBadge, LoadNotice, Skeleton],
  templateUrl: './steps.panel.html',
  styleUrl: './steps.panel.css',
})
export class StepsPanel {
  private readonly api = inject(Api);
  protected readonly url = inject(UrlState);
  readonly tutorId = input.required<string>();
  /** Facts up to this day; undefined: today. */
  readonly asOf = input<string>();
  private readonly orderText = this.url.text('order');
  private readonly factText = this.url.text('fact');
  protected readonly order = computed<'happened' | 'learned'>(() =>
    this.orderText() === 'learned' ? 'learned' : 'happened',
  );
  private readonly asked = computed(() => {
    const asOf = this.asOf();
    const knownAt = this.url.knownAt();
    return {
      id: this.tutorId(),
      order: this.order(),
      limit: onePage,
      ...(asOf && { asOf }),
      ...(knownAt && { knownAt }),
    };
  });
  protected readonly first = load(
    listSteps,
    () => this.asked(),
    () => JSON.stringify(this.asked()),
  );
  private readonly earlier = linkedSignal<unknown, readonly FactStepItem[]>({
    source: () => this.first.value(),
    computation: () => [],
  });
  private readonly cursor = linkedSignal(() => this.first.value()?.nextCursor ?? null);
  protected readonly left = linkedSignal(() => this.first.value()?.earlier ?? 0);
  protected readonly steps = computed(() => [...this.earlier(), ...(this.first.value()?.items ?? [])]);
  /** The place of the slider: the fact of the URL, or the newest. */
  protected readonly index = computed(() => {
    const found = this.steps().findIndex((step) => placeOf(step) === this.factText());
    return found < 0 ? this.steps().length - 1 : found;
  });
  protected readonly step = computed(() => this.steps()[this.index()]);
  protected readonly words = computed(() => {
    const step = this.step();
    return step ? becameWords(step.how === 'learned' ? 'happened' : step.how, step.fact) : '';
  });
  protected readonly said = computed(() => {
    const step = this.step();
    return step ? `${instantText(step.at)}: ${this.words()}` : '';
  });
  protected readonly changed = computed(() => {
    const step = this.step();
    return step ? changedWords(step) : '';
  });
  /** What the days since the fact before did; '' where they did nothing. */
  protected readonly passed = computed(() => {
    const [before, step] = [this.steps()[this.index() - 1], this.step()];
    return before && step ? passedWords(before.after, step.before) : '';
  });
  protected readonly rows = computed(() => {
    const step = this.step();
    return step ? windowRows(step) : [];
  });
  protected readonly standing = computed(() => {
    const step = this.step();
    return step ? standingRows(step) : [];
  });
  /** The tutor's page as of this step. */
  protected readonly link = computed(() => {
    const step = this.step();
    if (!step) return {};
    return this.order() === 'learned' ? { knownAt: step.at, asOf: null } : { asOf: step.asOf, knownAt: this.url.knownAt() ?? null }; // prettier-ignore
  });
  protected readonly busy = signal(false);
  protected readonly problem = signal('');
  protected readonly orders = orders;
  protected readonly plural = plural;
  protected readonly whole = wholeNumber;
  protected readonly time = weekdayText;
  protected readonly date = (day: string): string => dayText(day, true);

  protected go(index: number): void {
    const step = this.steps()[Math.min(Math.max(index, 0), this.steps().length - 1)];
    if (step) void this.url.patch({ fact: placeOf(step) }, { replace: true });
  }

  protected choose(order: string): void {
    void this.url.patch({ order: order === 'happened' ? null : order, fact: null }, { replace: true });
  }

  protected async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor === null) return;
    this.busy.set(true);
    this.problem.set('');
    // The slider stays on its fact while others come before it.
    this.go(this.index());
    try {
      const page = await this.api.invoke(listSteps, { ...this.asked(), cursor });
      this.earlier.update((known) => [...page.items, ...known]);
      this.cursor.set(page.nextCursor);
      this.left.set(page.earlier);
    } catch (error) {
      this.problem.set(problemText(error));
    } finally {
      this.busy.set(false);
    }
  }
}

/** Which step: a fact may come several times, each at another moment. */
function placeOf({ at, fact }: FactStepItem): string {
  return `${at} ${fact.id}`;
}
