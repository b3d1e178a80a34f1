import { Component, computed, inject, input } from '@angular/core';
import { dayText, explainChange, instantOfLocal, instantText, LevelBadge, load, LoadNotice, localInput, plural, Skeleton, type TutorDetail, UrlState } from '@tq/platform/web'; // prettier-ignore
import { figureFrom, figureNames, figureText, hasWindow, unitName, unitsText, type Figure } from './figure-words';
import { partWords } from './part-words';

/** Why a figure differs between an earlier reading and the one that is looked at: causes that come to it exactly. */
@Component({
  selector: 'tq-change-panel',
  imports: [LevelBadge, LoadNotice, Skeleton],
  templateUrl: './change.panel.html',
  styleUrl: './change.panel.css',
})
export class ChangePanel {
  protected readonly url = inject(UrlState);
  readonly tutor = input.required<TutorDetail>();
  private readonly sinceText = this.url.text('since');
  private readonly sinceKnownText = this.url.text('sinceKnown');
  private readonly figureText = this.url.text('figure');
  protected readonly figure = computed(() => figureFrom(this.figureText()));
  protected readonly monthBefore = computed(() => dayBefore(this.tutor().asOf, 30));
  protected readonly beforeLevel = computed(() => {
    const since = this.tutor().levelSince;
    return since ? dayBefore(since, 1) : undefined;
  });
  protected readonly since = computed(() => this.sinceText() || this.monthBefore());
  /** The moment whose knowledge the earlier reading has; '' is that of the page. */
  protected readonly sinceKnown = computed(() => this.sinceKnownText() || (this.url.knownAt() ?? ''));
  protected readonly sinceKnownField = computed(() => {
    const at = Date.parse(this.sinceKnownText());
    return Number.isNaN(at) ? '' : localInput(at);
  });
  protected readonly answer = load(
    explainChange,
    () => {
      const toKnownAt = this.url.knownAt();
      const fromKnownAt = this.sinceKnown();
      return {
        id: this.tutor().tutorId,
        from: this.since(),
        to: this.tutor().asOf,
        ...(fromKnownAt && { fromKnownAt }),
        ...(toKnownAt && { toKnownAt }),
        figure: this.figure(),
        window: this.url.window(),
      };
    },
    () => `${this.tutor().tutorId} ${this.figure()} ${this.since()} ${this.sinceKnown()} ${this.url.knownAt()}`,
  );
  protected readonly figures = Object.entries(figureNames) as [Figure, string][];
  protected readonly name = computed(
    () => figureNames[this.figure()] + (hasWindow(this.figure()) ? ` of ${this.url.window()} days` : ''),
  );
  protected readonly text = figureText;
  protected readonly units = unitsText;
  protected readonly unitName = unitName;
  protected readonly words = partWords;
  protected readonly plural = plural;
  protected readonly date = (day: string): string => dayText(day, true);
  protected readonly dayText = dayText;
  protected readonly instant = instantText;

  protected choose(day: string): void {
    void this.url.patch({ since: day === this.monthBefore() ? null : day || null }, { replace: true });
  }

  protected chooseKnown(local: string): void {
    void this.url.patch({ sinceKnown: instantOfLocal(local) ?? null }, { replace: true });
  }

  protected chooseFigure(figure: string): void {
    void this.url.patch({ figure: figure === 'score' ? null : figure }, { replace: true });
  }

  /** From the reading of the past that is looked at to that of now. */
  protected untilNow(): void {
    const { asOf } = this.tutor();
    void this.url.patch({ asOf: null, knownAt: null, since: asOf, sinceKnown: this.url.knownAt() ?? null });
  }
}

/** `YYYY-MM-DD`, so many days before. */
function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
