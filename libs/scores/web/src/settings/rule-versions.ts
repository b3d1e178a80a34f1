import { Component, computed, input } from '@angular/core';
import { instantText, type RuleSetItem } from '@tq/platform/web';
import { ruleDifferences } from './rule-draft';
import { RuleDifferences } from './rule-differences';

/** Every version of the rules: who made it, when, and in what it differs from the one before. */
@Component({
  selector: 'tq-rule-versions',
  imports: [RuleDifferences],
  template: `<section class="card" aria-labelledby="versions">
    <h2 id="versions">Versions of the rules</h2>
    <ol>
      @for (each of rows(); track each.item.version) {
        <li>
          <p class="row">
            <span class="strong num">Rule set {{ each.item.version }}</span>
            @if (each.item.inForce) {
              <span class="chip new">In force</span>
            }
            <span class="muted wrap-anywhere">
              @if (each.before) {
                made by {{ each.item.createdBy ?? 'the system' }}, {{ instant(each.item.createdAt) }}
              } @else {
                came with the system, holds from the beginning
              }
            </span>
          </p>
          @if (each.before) {
            @if (each.differences.length > 0) {
              <details>
                <summary>{{ each.words }}</summary>
                <tq-rule-differences
                  [differences]="each.differences"
                  [before]="'Version ' + each.before.version"
                  [after]="'Version ' + each.item.version"
                />
              </details>
            } @else {
              <p class="muted">The same figures as version {{ each.before.version }}.</p>
            }
          }
        </li>
      }
    </ol>
  </section>`,
  styles: `
    ol {
      display: grid;
      gap: 10px;
    }
    li {
      display: grid;
      gap: 4px;
    }
    li + li {
      padding-top: 10px;
      border-top: 1px solid var(--line);
    }
    summary {
      cursor: pointer;
    }
  `,
})
export class RuleVersions {
  /** Newest first. */
  readonly versions = input.required<readonly RuleSetItem[]>();
  protected readonly instant = instantText;
  protected readonly rows = computed(() =>
    this.versions().map((item, index) => {
      const before = this.versions()[index + 1];
      const differences = before ? ruleDifferences(before.rules, item.rules) : [];
      return { item, before, differences, words: differences.map(({ field }) => field.label).join(', ') };
    }),
  );
}
