import { Component, computed, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { dayText, LevelBadge, plural, type RuleSetPreview } from '@tq/platform/web';

/** So many are listed before the reader asks for all. */
const first = 10;

/** What rules would have changed on each of the last 90 days, and for whom. */
@Component({
  selector: 'tq-rule-what-if',
  imports: [RouterLink, LevelBadge],
  template: `<figure class="stack">
      <figcaption>{{ summary() }}</figcaption>
      @if (preview().changedTutorDays > 0) {
        <svg
          role="img"
          preserveAspectRatio="none"
          height="64"
          [attr.viewBox]="'0 0 ' + preview().days.length * 4 + ' 64'"
          [attr.aria-label]="'Bars by day. ' + summary()"
        >
          @for (bar of bars(); track bar.day) {
            <rect width="3" [attr.x]="$index * 4" [attr.y]="64 - bar.height" [attr.height]="bar.height" />
          }
        </svg>
        <p class="row spread muted small num">
          <span>{{ day(preview().days[0]?.day) }}</span>
          <span>at most {{ most() }} on a day</span>
          <span>{{ day(preview().days.at(-1)?.day) }}</span>
        </p>
        <details>
          <summary>Show as table</summary>
          <div class="scroll" tabindex="0" role="group" aria-label="Tutors who would have stood differently, by day">
            <table class="plain">
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  <th scope="col" class="figure">Tutors</th>
                </tr>
              </thead>
              <tbody>
                @for (each of newestFirst(); track each.day) {
                  <tr>
                    <th scope="row">{{ day(each.day) }}</th>
                    <td class="figure">{{ each.changed }}</td>
                  </tr>
                }
              </tbody>
            </table>
          </div>
        </details>
      }
    </figure>
    @if (shown().length > 0) {
      <table class="plain">
        <caption>
          Whom it would touch most, and on how many days of the 90
        </caption>
        <thead>
          <tr>
            <th scope="col">Tutor</th>
            <th scope="col">Today</th>
            <th scope="col" class="figure">Days</th>
          </tr>
        </thead>
        <tbody>
          @for (tutor of shown(); track tutor.tutorId) {
            <tr>
              <th scope="row">
                <a [routerLink]="['/tutors', tutor.tutorId]">{{ tutor.name ?? tutor.tutorId }}</a>
              </th>
              <td>
                <span class="pair">
                  <tq-level [level]="tutor.now.riskLevel" />
                  @if (tutor.then.riskLevel !== tutor.now.riskLevel) {
                    <span aria-hidden="true">→</span> <tq-level [level]="tutor.then.riskLevel" />
                  }
                  @if (tutor.then.needsYou !== tutor.now.needsYou) {
                    <span class="chip">{{ tutor.then.needsYou ? 'needs you' : 'no longer needs you' }}</span>
                  }
                </span>
              </td>
              <td class="figure">{{ tutor.daysChanged }}</td>
            </tr>
          }
        </tbody>
      </table>
      @if (!all() && preview().tutors.length > shown().length) {
        <p>
          <button type="button" class="button small" (click)="all.set(true)">
            {{ preview().changedTutors > preview().tutors.length ? 'Show the first' : 'Show all' }}
            {{ preview().tutors.length }}
          </button>
        </p>
      }
    }`,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 12px;
    }
    table.plain th,
    table.plain td {
      padding: 5px 4px;
      overflow-wrap: anywhere;
    }
    table.plain caption {
      padding-inline: 4px;
    }
    svg {
      display: block;
      width: 100%;
      border-bottom: 1px solid var(--line-strong);
    }
    rect {
      fill: var(--series);
    }
    .scroll {
      max-height: 240px;
      overflow-y: auto;
    }
    .pair {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px;
    }
    summary {
      cursor: pointer;
    }
  `,
})
export class RuleWhatIf {
  readonly preview = input.required<RuleSetPreview>();
  protected readonly all = signal(false);
  protected readonly most = computed(() => Math.max(0, ...this.preview().days.map(({ changed }) => changed)));
  protected readonly bars = computed(() =>
    this.preview().days.map(({ day, changed }) => ({
      day,
      height: this.most() === 0 ? 0 : Math.round((changed / this.most()) * 60),
    })),
  );
  protected readonly newestFirst = computed(() =>
    this.preview()
      .days.filter(({ changed }) => changed > 0)
      .toReversed(),
  );
  protected readonly shown = computed(() => this.preview().tutors.slice(0, this.all() ? undefined : first));
  protected readonly summary = computed(() => {
    const { changedTutors, changedTutorDays, days } = this.preview();
    if (changedTutorDays === 0) return `On none of the last ${days.length} days would anybody have stood differently.`;
    const count = days.filter(({ changed }) => changed > 0).length;
    return `${plural(changedTutors, 'tutor')} would have stood differently on ${count} of the last ${days.length} days.`;
  });
  protected readonly day = (day: string | undefined): string => dayText(day);
}
