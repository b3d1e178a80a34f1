import { Component, computed, inject, input } from '@angular/core';
import { dayText, getTutor, LevelBadge, load, LoadNotice, Skeleton, type TutorDetail, unbroken, UrlState } from '@tq/platform/web'; // prettier-ignore
import { signalName } from '../readings/signal-name';
import { scoreChange, signed } from './score-change';

/** What changed between an earlier day and the reading that is looked at: the parts of the score, which sum to it. */
@Component({
  selector: 'tq-change-panel',
  imports: [LevelBadge, LoadNotice, Skeleton],
  template: `<section class="card" aria-labelledby="change">
    <h2 id="change">Why did it change?</h2>
    <div class="row">
      <label class="row"
        ><span class="muted">Since</span>
        <input #day class="input" type="date" [max]="tutor().asOf" [value]="since()" (change)="choose(day.value)"
      /></label>
      <button type="button" class="button small" (click)="choose(monthBefore())">30 days before</button>
      @if (beforeLevel(); as before) {
        <button type="button" class="button small" (click)="choose(before)">Before the level changed</button>
      }
    </div>
    <tq-load-notice [data]="earlier" what="The earlier reading" [current]="true" />
    @if (earlier.value(); as was) {
      @let difference = change();
      <p class="row" role="status">
        <tq-level [level]="was.riskLevel" /> <span aria-hidden="true">→</span> <tq-level [level]="tutor().riskLevel" />
        <span>
          Score {{ was.score }} on {{ date(was.asOf) }}, {{ tutor().score }} on {{ date(tutor().asOf) }}:
          <span class="strong num">{{ signed(tutor().score - was.score) }}</span></span
        >
      </p>
      @if (difference && difference.parts.length > 0) {
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" class="figure">Points</th>
            </tr>
          </thead>
          <tbody>
            @for (each of difference.parts; track each.part) {
              <tr>
                <th scope="row">
                  {{ name(each.part) }}
                  <span class="because muted small">{{ unbroken(each.was || 'Nothing was said of it.') }}</span>
                  <span class="because small">{{ unbroken(each.is || 'Nothing is said of it.') }}</span>
                </th>
                <td class="figure">{{ signed(each.change) }}</td>
              </tr>
            }
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum of the parts</th>
              <td class="figure strong">{{ signed(difference.sum) }}</td>
            </tr>
          </tfoot>
        </table>
      } @else {
        <p class="muted">No part of the score changed.</p>
      }
      @if (was.ruleSetVersion !== tutor().ruleSetVersion) {
        <p class="muted">
          The days were judged by different rules: rule set {{ was.ruleSetVersion }}, then {{ tutor().ruleSetVersion }}.
        </p>
      }
    } @else if (earlier.status() === 404) {
      <p class="muted">Nothing was known of this tutor on {{ date(since()) }}.</p>
    } @else if (!earlier.error()) {
      <tq-skeleton [rows]="2" what="the earlier reading" />
    }
  </section>`,
  styles: `
    .input {
      width: auto;
    }
    .because {
      display: block;
      font-weight: 400;
    }
    tfoot > tr > * {
      border-top: 1px solid var(--line-strong);
    }
    table.plain th,
    table.plain td {
      vertical-align: top;
    }
  `,
})
export class ChangePanel {
  private readonly url = inject(UrlState);
  readonly tutor = input.required<TutorDetail>();
  private readonly sinceText = this.url.text('since');
  protected readonly monthBefore = computed(() => dayBefore(this.tutor().asOf, 30));
  protected readonly beforeLevel = computed(() => {
    const since = this.tutor().levelSince;
    return since ? dayBefore(since, 1) : undefined;
  });
  protected readonly since = computed(() => this.sinceText() || this.monthBefore());
  protected readonly earlier = load(
    getTutor,
    () => {
      const knownAt = this.url.knownAt();
      return { id: this.tutor().tutorId, asOf: this.since(), ...(knownAt && { knownAt }) };
    },
    () => `${this.tutor().tutorId} ${this.since()}`,
  );
  protected readonly change = computed(() => {
    const was = this.earlier.value();
    return was && scoreChange(was, this.tutor());
  });
  protected readonly name = signalName;
  protected readonly signed = signed;
  protected readonly unbroken = unbroken;
  protected readonly date = (day: string): string => dayText(day, true);

  protected choose(day: string): void {
    void this.url.patch({ since: day === this.monthBefore() ? null : day || null }, { replace: true });
  }
}

/** `YYYY-MM-DD`, so many days before. */
function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
