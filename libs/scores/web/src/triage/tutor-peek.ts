import { Component, effect, type ElementRef, inject, input, output, untracked, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { dayText, LevelBadge, type TutorItem, unbroken, UrlState } from '@tq/platform/web';
import { ReadingList } from '../readings/reading-list';
import { WindowsTable } from '../readings/windows-table';

/** The side panel of one row: why, what to do, and the way to the tutor. */
@Component({
  selector: 'tq-tutor-peek',
  imports: [RouterLink, LevelBadge, ReadingList, WindowsTable],
  template: `<aside [attr.aria-label]="'Why ' + (tutor().name ?? tutor().tutorId)">
    <header class="row spread">
      <tq-level [level]="tutor().riskLevel" />
      <button type="button" class="button quiet icon" aria-label="Close" (click)="closed.emit()">✕</button>
    </header>
    <h2 #heading tabindex="-1">{{ tutor().name ?? tutor().tutorId }}</h2>
    <p>{{ unbroken(tutor().reason) }}</p>
    <p class="row">
      <a class="button primary" [routerLink]="['/tutors', tutor().tutorId]" [queryParams]="url.clockLink()"
        >Open tutor</a
      >
      @if (tutor().levelSince) {
        <span class="muted">{{ levelWords() }} since {{ day(tutor().levelSince) }}</span>
      }
    </p>
    <section class="stack">
      <h3>Why, and what to do</h3>
      <tq-readings [readings]="tutor().readings" />
    </section>
    <tq-windows-table [windows]="tutor().windows" [chosen]="url.window()" />
  </aside>`,
  host: { '(keydown.escape)': 'closed.emit()' },
  styles: `
    aside {
      position: fixed;
      inset: 0 0 0 auto;
      z-index: 25;
      display: grid;
      gap: 14px;
      align-content: start;
      width: min(430px, 100vw);
      padding: 14px 18px 32px;
      overflow-y: auto;
      border-inline-start: 1px solid var(--line-strong);
      background: var(--raised);
      box-shadow: var(--shadow);
    }
    h2 {
      font-size: var(--text-xl);
      overflow-wrap: anywhere;
    }
    h2:focus {
      outline: none;
    }
    @media (width < 760px) {
      aside {
        padding-bottom: 76px;
      }
    }
  `,
})
export class TutorPeek {
  protected readonly url = inject(UrlState);
  readonly tutor = input.required<TutorItem>();
  /** Whether the panel takes the focus when it opens; stepping through rows with it open leaves the focus there. */
  readonly takesFocus = input(true);
  readonly closed = output();
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  protected readonly day = dayText;
  protected readonly unbroken = unbroken;

  constructor() {
    effect(() => {
      this.tutor();
      if (untracked(this.takesFocus)) this.heading().nativeElement.focus();
    });
  }

  protected levelWords(): string {
    const { riskLevel, needsYou } = this.tutor();
    if (riskLevel === 'high') return needsYou ? 'Needs you' : 'Early signal';
    return riskLevel === 'watch' ? 'On watch' : riskLevel === 'ok' ? 'OK' : 'Too few sessions';
  }
}
