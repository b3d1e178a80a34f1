import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, inject, input, output } from '@angular/core';
import { Router } from '@angular/router';
import {
  dayText,
  IntervalBar,
  LevelBadge,
  percent,
  Sparkline,
  type TutorItem,
  unbroken,
  UrlState,
} from '@tq/platform/web';
import { growingRows, rowsInWindow } from './growing-rows';
import { ariaSort, nextSort, type Sort, type SortKey } from './sorts';

/**
 * Tutors as rows: level, name, the reason in words, rates, likely range, trend, what is to come. Plain table markup and
 * one listener for all rows: fifty rows must cost little on a slow machine.
 */
@Component({
  selector: 'tq-tutor-table',
  imports: [NgTemplateOutlet, LevelBadge, IntervalBar, Sparkline],
  templateUrl: './tutor-table.html',
  styleUrl: './tutor-table.css',
})
export class TutorTable {
  private readonly router = inject(Router);
  protected readonly url = inject(UrlState);
  readonly tutors = input.required<readonly TutorItem[]>();
  readonly caption = input.required<string>();
  readonly sort = input.required<Sort>();
  /** The reschedule limit in force, as a share. */
  readonly limit = input(0.15);
  /** The tutor whose side panel is open. */
  readonly openId = input('');
  /** With it, rows can be marked; without, there is no column for it. */
  readonly selected = input<ReadonlySet<string>>();
  readonly sorted = output<Sort>();
  readonly opened = output<TutorItem>();
  readonly marked = output<string>();
  protected readonly rows = growingRows(this.tutors, rowsInWindow(innerWidth, innerHeight));
  protected readonly windows = [7, 30, 90] as const;
  protected readonly percent = percent;
  protected readonly unbroken = unbroken;
  protected readonly ariaSort = computed(() => (key: SortKey) => ariaSort(this.sort(), key));

  protected figures(tutor: TutorItem, days: 7 | 30 | 90) {
    return tutor.windows[days];
  }

  protected rate(tutor: TutorItem): number | null {
    return this.figures(tutor, tutor.evidence.window).rescheduleRate;
  }

  protected since({ levelSince, riskLevel, sparkline }: TutorItem): string {
    if (levelSince) return dayText(levelSince);
    // We look back 90 days. What a row says besides the card may be on its way: then there is no line of weeks either.
    const isKnown = sparkline.some((rate) => rate !== null);
    return isKnown && (riskLevel === 'high' || riskLevel === 'watch') ? '> 90 days' : '–';
  }

  protected path(tutor: TutorItem): string {
    return this.router.serializeUrl(
      this.router.createUrlTree(['/tutors', tutor.tutorId], { queryParams: this.url.clocks() }),
    );
  }

  protected order(key: SortKey, first: Sort): void {
    this.sorted.emit(nextSort(this.sort(), key, first));
  }

  /** A plain click opens here; with a modifier the browser opens the tutor's page, as for any link. */
  protected open(event: MouseEvent, tutor: TutorItem): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.opened.emit(tutor);
  }

  protected goTo(event: MouseEvent, tutor: TutorItem): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void this.router.navigate(['/tutors', tutor.tutorId], { queryParams: this.url.clockLink() });
  }
}
