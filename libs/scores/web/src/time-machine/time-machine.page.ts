import { Component, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { instantOfLocal, UrlState } from '@tq/platform/web';
import { daysAgo } from './moments';
import { OneTutorPanel } from './one-tutor.panel';
import { TwoDatesPanel } from './two-dates.panel';

/** The past: any day as it was known at any moment, two days side by side, one tutor fact by fact. */
@Component({
  selector: 'tq-time-machine',
  imports: [RouterLink, OneTutorPanel, TwoDatesPanel],
  template: `<div class="page">
    <header>
      <h1>Time machine</h1>
      <p class="muted">
        Every figure can be asked for as of any day: with all that is known now, or as it was known at a moment.
      </p>
    </header>
    <section class="card" aria-labelledby="as-of-list">
      <h2 id="as-of-list">Everybody on a day</h2>
      <form class="row" (submit)="$event.preventDefault(); look(day.value, moment.value)">
        <label class="field"
          ><span>As of the end of</span
          ><input #day class="input" type="date" [max]="today" [value]="url.asOf() ?? weekAgo"
        /></label>
        <label class="field"
          ><span>As it was known at (or now)</span><input #moment class="input" type="datetime-local"
        /></label>
        <button class="button primary" type="submit">Show the list</button>
      </form>
      @if (problem()) {
        <p class="danger" role="alert">{{ problem() }}</p>
      }
    </section>
    <tq-one-tutor />
    <section class="card" aria-labelledby="elsewhere">
      <h2 id="elsewhere">Also about the past</h2>
      <p><a routerLink="/settings/rules">Try a rule</a>: whom would it touch?</p>
      <p><a routerLink="/system/rebuild">Rebuild</a>: all figures made anew from the first event, and compared.</p>
    </section>
    <tq-two-dates />
  </div>`,
})
export class TimeMachinePage {
  private readonly router = inject(Router);
  protected readonly url = inject(UrlState);
  protected readonly today = daysAgo(0);
  protected readonly weekAgo = daysAgo(7);
  protected readonly problem = signal('');

  protected look(day: string, moment: string): void {
    const knownAt = instantOfLocal(moment);
    if (day === '' && knownAt === undefined) return this.problem.set('Choose a day, a moment, or both.');
    if (knownAt !== undefined && Date.parse(knownAt) > Date.now())
      return this.problem.set('That moment is still to come.');
    void this.router.navigate(['/tutors'], { queryParams: { asOf: day || null, knownAt: knownAt ?? null } });
  }
}
