import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ComparisonItem } from '../api/models';
import { instantText, plural, wholeNumber } from '../state/format';
import { countName, differenceWords, fieldName, inOrder } from './rebuild-words';

/** Two versions at equal places of the log: what differs, tutor by tutor, and the sums of all counts. */
@Component({
  selector: 'tq-rebuild-comparison',
  imports: [RouterLink],
  template: `<div class="stack">
    <p>
      {{ words() }}
      <span class="muted"
        >Compared {{ instant(comparison().at) }}, both at {{ plural(comparison().records, 'record') }}.</span
      >
    </p>
    @if (comparison().items.length > 0) {
      <div class="scroll" tabindex="0" role="group" aria-label="Tutors who differ">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Tutor</th>
              <th scope="col">Figure</th>
              <th scope="col" class="figure">Version {{ from() }}</th>
              <th scope="col" class="figure">Version {{ to() ?? '?' }}</th>
            </tr>
          </thead>
          <tbody>
            @for (tutor of comparison().items; track tutor.tutorId) {
              @for (each of tutor.differences; track each.field; let first = $first) {
                <tr>
                  @if (first) {
                    <th scope="rowgroup" class="tutor" [attr.rowspan]="tutor.differences.length">
                      <a [routerLink]="['/tutors', tutor.tutorId]">{{ tutor.name ?? tutor.tutorId }}</a>
                    </th>
                  }
                  <td>{{ fieldName(each.field) }}</td>
                  <td class="figure">{{ value(each.active) }}</td>
                  <td class="figure strong">{{ value(each.rebuilt) }}</td>
                </tr>
              }
            }
          </tbody>
        </table>
      </div>
      @if (comparison().differingTutors > comparison().items.length) {
        <p class="muted">The first {{ comparison().items.length }} of {{ comparison().differingTutors }}.</p>
      }
    }
    <details>
      <summary>Sums over all tutors and days</summary>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">Count</th>
            <th scope="col" class="figure">Version {{ from() }}</th>
            <th scope="col" class="figure">Version {{ to() ?? '?' }}</th>
          </tr>
        </thead>
        <tbody>
          @for (sum of sums(); track sum.name) {
            <tr>
              <th scope="row">{{ sum.name }}</th>
              <td class="figure">{{ whole(sum.active) }}</td>
              <td class="figure" [class.strong]="sum.active !== sum.rebuilt">{{ whole(sum.rebuilt) }}</td>
            </tr>
          }
        </tbody>
      </table>
    </details>
  </div>`,
  styles: `
    .scroll {
      max-height: 460px;
      overflow: auto;
    }
    .tutor {
      vertical-align: top;
    }
    summary {
      cursor: pointer;
    }
  `,
})
export class RebuildComparison {
  readonly comparison = input.required<ComparisonItem>();
  readonly from = input.required<number>();
  readonly to = input.required<number | null>();
  protected readonly words = computed(() => differenceWords(this.comparison()));
  protected readonly sums = computed(() => {
    const { active, rebuilt } = this.comparison().totals;
    return inOrder([...new Set([...Object.keys(active), ...Object.keys(rebuilt)])]).map((name) => ({
      name: countName(name),
      active: active[name] ?? 0,
      rebuilt: rebuilt[name] ?? 0,
    }));
  });
  protected readonly fieldName = fieldName;
  protected readonly instant = instantText;
  protected readonly plural = plural;
  protected readonly whole = wholeNumber;

  /** null: that version has none. */
  protected value(value: string | number | boolean | null): string {
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    return value === null ? '–' : String(value);
  }
}
