import { NgComponentOutlet } from '@angular/common';
import { Component, computed, DestroyRef, effect, inject, input, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  dayText,
  getTutor,
  instantText,
  LevelBadge,
  listRuleSets,
  LiveStream,
  load,
  LoadNotice,
  percent,
  percentRange,
  Skeleton,
  TUTOR_PANELS,
  unbroken,
  UrlState,
} from '@tq/platform/web';
import { changedTutors } from '../triage/pending-updates';
import { ReadingList } from '../readings/reading-list';
import { ChangePanel } from '../history/change.panel';
import { StepsPanel } from '../history/steps.panel';
import { OutcomesPanel } from './outcomes.panel';
import { RatePanel } from './rate.panel';
import { ScorePanel } from './score.panel';
import { evidenceWords, verdict } from './verdict';
import { WeekdayPanel } from './weekday.panel';

/** One tutor: the verdict, why, what to do, and everything it rests on. */
@Component({
  selector: 'tq-tutor',
  imports: [
    NgComponentOutlet,
    RouterLink,
    LevelBadge,
    LoadNotice,
    Skeleton,
    ReadingList,
    ChangePanel,
    StepsPanel,
    RatePanel,
    ScorePanel,
    WeekdayPanel,
    OutcomesPanel,
  ],
  templateUrl: './tutor.page.html',
  styleUrl: './tutor.page.css',
})
export class TutorPage {
  /** From the path. */
  readonly id = input.required<string>();
  protected readonly url = inject(UrlState);
  protected readonly tutor = load(
    getTutor,
    () => ({ id: this.id(), ...this.url.clocks() }),
    () => this.id(),
  );
  private readonly ruleSets = load(listRuleSets, () => ({}));
  /** The limit of the rules that made these figures. */
  protected readonly limit = computed(() => {
    const version = this.tutor.value()?.ruleSetVersion;
    return this.ruleSets.value()?.items.find((item) => item.version === version)?.rules.rescheduleLimit ?? 0.15;
  });
  private readonly catalogue = inject(TUTOR_PANELS);
  private readonly loaded = resource({
    loader: () => Promise.all(this.catalogue.map(async ({ name, wide, load }) => ({ name, wide, type: await load() }))),
  });
  protected readonly panels = computed(() => (this.loaded.hasValue() ? this.loaded.value() : []));
  protected readonly panelInputs = computed(() => ({ tutor: this.tutor.value() }));
  protected readonly figures = computed(() => this.tutor.value()?.windows[this.url.window()]);
  private readonly stream = inject(LiveStream);
  /** Something about this tutor has changed since the page was loaded: the reader says when to look. */
  protected readonly changed = signal(false);
  protected readonly isCurrent = computed(() => this.stream.state() === 'open' && !this.changed());
  protected readonly verdict = verdict;
  protected readonly evidence = evidenceWords;
  protected readonly day = dayText;
  protected readonly instant = instantText;
  protected readonly percent = percent;
  protected readonly range = percentRange;
  protected readonly unbroken = unbroken;

  constructor() {
    const hear = (data: unknown) => {
      const ids = changedTutors(data);
      if (ids === null || ids.includes(this.id())) this.changed.set(true);
    };
    this.stream.on('readings', hear, inject(DestroyRef));
    effect(() => {
      this.tutor.value();
      this.changed.set(false);
    });
  }
}
