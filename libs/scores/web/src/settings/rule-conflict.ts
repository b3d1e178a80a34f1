import { Component, computed, input, output } from '@angular/core';
import { instantText, type RuleSetItem } from '@tq/platform/web';
import { type Clash, ruleValue, ruleWords } from './rule-draft';

/** Two administrators changed the rules: both changes side by side, and what can be done; neither is lost. */
@Component({
  selector: 'tq-rule-conflict',
  template: `<section class="card" aria-labelledby="conflict">
    <h2 id="conflict">Somebody else changed the rules</h2>
    <p>
      <span class="strong wrap-anywhere">{{ newest().createdBy ?? 'Somebody' }}</span> made rule set
      {{ newest().version }} on {{ at(newest().createdAt) }}, while your draft began with version {{ base().version }}.
    </p>
    <div class="scroll">
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" class="figure">Version {{ base().version }}</th>
            <th scope="col" class="figure">Version {{ newest().version }}</th>
            <th scope="col" class="figure">Your draft</th>
          </tr>
        </thead>
        <tbody>
          @for (each of fields(); track each.field.id) {
            <tr>
              <th scope="row">
                {{ each.field.label }}
                @if (isContested(each)) {
                  <span class="chip">both changed it</span>
                }
              </th>
              <td class="figure muted">{{ words(each.field, each.base) }}</td>
              <td class="figure" [class.strong]="each.theirs !== each.base">{{ words(each.field, each.theirs) }}</td>
              <td class="figure" [class.strong]="each.mine !== undefined">
                {{ each.mine === undefined ? 'as version ' + newest().version : words(each.field, each.mine) }}
              </td>
            </tr>
          }
        </tbody>
      </table>
    </div>
    <p class="row">
      <button type="button" class="button primary" (click)="rebased.emit()">
        Put my changes on top of version {{ newest().version }}
      </button>
      <button type="button" class="button" (click)="discarded.emit()">Discard my draft</button>
    </p>
    <p class="muted small">
      On top means: what only they changed stays as they made it{{
        contested().length > 0 ? '; what both changed becomes what you typed, once you save' : ''
      }}.
    </p>
  </section>`,
  styles: `
    section {
      border-color: var(--amber-line);
    }
    .scroll {
      overflow-x: auto;
    }
    table.plain th,
    table.plain td {
      padding-inline: 4px;
      white-space: normal;
    }
    .chip {
      border-color: var(--amber-line);
      color: var(--amber-text);
      background: var(--amber-bg);
    }
  `,
})
export class RuleConflict {
  readonly base = input.required<RuleSetItem>();
  readonly newest = input.required<RuleSetItem>();
  readonly fields = input.required<readonly Clash[]>();
  readonly rebased = output();
  readonly discarded = output();
  protected readonly words = ruleWords;
  protected readonly at = instantText;
  protected readonly contested = computed(() => this.fields().filter((each) => this.isContested(each)));

  protected isContested({ field, base, theirs, mine }: Clash): boolean {
    if (mine === undefined || theirs === base) return false;
    const read = ruleValue(field, mine);
    return !('value' in read) || read.value !== field.get(this.newest().rules);
  }
}
