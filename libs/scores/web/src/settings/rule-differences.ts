import { Component, input } from '@angular/core';
import { type RuleDifference, ruleWords } from './rule-draft';

/** Figures that differ between two rule sets, side by side. */
@Component({
  selector: 'tq-rule-differences',
  template: `<table class="plain">
    <thead>
      <tr>
        <th scope="col">Figure</th>
        <th scope="col" class="figure">{{ before() }}</th>
        <th scope="col" class="figure">{{ after() }}</th>
      </tr>
    </thead>
    <tbody>
      @for (each of differences(); track each.field.id) {
        <tr>
          <th scope="row">
            {{ each.field.label }} <span class="muted small">{{ each.field.group }}</span>
          </th>
          <td class="figure">{{ words(each.field, each.before) }}</td>
          <td class="figure strong">{{ words(each.field, each.after) }}</td>
        </tr>
      }
    </tbody>
  </table>`,
})
export class RuleDifferences {
  readonly differences = input.required<readonly RuleDifference[]>();
  /** Headings of the two sides. */
  readonly before = input.required<string>();
  readonly after = input.required<string>();
  protected readonly words = ruleWords;
}
