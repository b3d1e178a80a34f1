import { Component, computed, effect, inject, input, linkedSignal, resource, signal } from '@angular/core';
import {
  Api,
  plural,
  previewRuleSet,
  problemText,
  type RuleSetDocument,
  type RuleSetPreview,
  Skeleton,
  wholeNumber,
} from '@tq/platform/web';
import { RuleWhatIf } from './rule-what-if';

/** Long enough that a figure is typed, short enough to seem at once. Ms. */
const pause = 350;

/** Whom a draft of the rules would touch, asked anew while it is typed; the last answer stays until the next is there. */
@Component({
  selector: 'tq-rule-preview',
  imports: [Skeleton, RuleWhatIf],
  template: `<section class="card" aria-labelledby="preview" [attr.aria-busy]="answer.isLoading()">
    <h2 id="preview">What it would change</h2>
    @if (!rules()) {
      <p class="muted">There is no change to try yet.</p>
    } @else if (answer.error(); as problem) {
      <div class="note wrong" role="alert">
        <span><span class="strong">The preview could not be made.</span> {{ problemText(problem) }}</span>
        <button type="button" class="button small" (click)="answer.reload()">Try again</button>
      </div>
    } @else if (last(); as found) {
      <p role="status" class="lead" [class.old]="answer.isLoading()">
        @if (found.affected === 0) {
          Today nobody’s level would change.
        } @else {
          Today the level of <span class="strong">{{ plural(found.affected, 'tutor') }}</span> would change.
        }
      </p>
      <table class="plain" [class.old]="answer.isLoading()">
        <thead>
          <tr>
            <th scope="col">Today</th>
            <th scope="col" class="figure">Now</th>
            <th scope="col" class="figure">With the draft</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Need you</th>
            <td class="figure">{{ whole(today()?.now?.needsYou) }}</td>
            <td class="figure strong">{{ whole(today()?.then?.needsYou) }}</td>
          </tr>
          <tr>
            <th scope="row">High risk</th>
            <td class="figure">{{ whole(today()?.now?.high) }}</td>
            <td class="figure strong">{{ whole(today()?.then?.high) }}</td>
          </tr>
        </tbody>
      </table>
      <tq-rule-what-if [class.old]="answer.isLoading()" [preview]="found" />
    } @else {
      <tq-skeleton [rows]="3" what="the preview" />
    }
  </section>`,
  styles: `
    .lead {
      font-size: var(--text-l);
    }
    .old {
      opacity: 0.6;
    }
  `,
})
export class RulePreview {
  private readonly api = inject(Api);
  /** undefined: there is nothing to try. */
  readonly rules = input.required<RuleSetDocument | undefined>();
  private readonly settled = signal<RuleSetDocument | undefined>(undefined);
  protected readonly answer = resource({
    params: () => this.settled(),
    loader: ({ params: rules }) => this.api.invoke(previewRuleSet, { body: { rules } }),
  });
  protected readonly last = linkedSignal<RuleSetPreview | undefined, RuleSetPreview | undefined>({
    source: () => (this.answer.hasValue() ? this.answer.value() : undefined),
    computation: (now, previous) => now ?? previous?.value,
  });
  /** Both sides from one answer, so that they speak of the same moment. */
  protected readonly today = computed(() => this.last()?.days.at(-1));
  protected readonly plural = plural;
  protected readonly whole = wholeNumber;
  protected readonly problemText = problemText;

  constructor() {
    effect((onCleanup) => {
      const rules = this.rules();
      const timer = setTimeout(() => this.settled.set(rules), pause);
      onCleanup(() => clearTimeout(timer));
    });
  }
}
