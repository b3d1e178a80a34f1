import { Component, computed, effect, inject, input, linkedSignal, output, resource, signal } from '@angular/core';
import { Api } from '../../api/api';
import { checkDeadLetter } from '../../api/functions';
import { plural } from '../../state/format';
import { problemText } from '../../state/problem';
import { spacedOut } from './marked-text';

/** Long enough that a word is typed, short enough to seem at once. Ms. */
const pause = 300;

/** An editor for what came, checked while it is typed by those who would refuse it; sent only once nothing is wrong. */
@Component({
  selector: 'tq-dead-letter-mend',
  template: `<form class="stack" (submit)="$event.preventDefault(); isGood() && sent.emit(typed())">
    <label class="stack"
      ><span class="strong">The mended document</span>
      <textarea
        #box
        class="input"
        rows="14"
        spellcheck="false"
        autocomplete="off"
        aria-describedby="mend-problems"
        [attr.aria-invalid]="isGood() ? null : true"
        [value]="typed()"
        (input)="typed.set(box.value)"
      ></textarea>
    </label>
    <div id="mend-problems" role="status">
      @if (answer.error(); as problem) {
        <p class="danger">It could not be checked. {{ problemText(problem) }}</p>
      } @else if (isWaiting()) {
        <p class="muted">Checking …</p>
      } @else if (isGood()) {
        <p class="good">It is a valid event now.</p>
      } @else {
        <p class="danger">{{ plural(problems().length, 'thing is', 'things are') }} wrong:</p>
        <ul>
          @for (problem of problems(); track $index) {
            <li>
              @if (problem.pointer) {
                <code>{{ problem.pointer }}</code>
              } @else {
                The document
              }
              {{ problem.detail }}
            </li>
          }
        </ul>
      }
    </div>
    @if (hasReplaced()) {
      <p class="danger">Where � stands, the bytes were no UTF-8: write what was meant.</p>
    }
    <p class="row">
      <button class="button primary" type="submit" [disabled]="!isGood() || busy()">Send it</button>
      <button class="button" type="button" (click)="left.emit()">Leave it</button>
    </p>
  </form>`,
  styles: `
    textarea {
      padding: 8px 10px;
      font: var(--text-s) / 1.5 var(--mono);
      resize: vertical;
    }
    ul {
      display: grid;
      gap: 3px;
    }
    li,
    code {
      overflow-wrap: anywhere;
    }
  `,
})
export class DeadLetterMend {
  private readonly api = inject(Api);
  readonly place = input.required<{ readonly topic: string; readonly partition: number; readonly offset: string }>();
  /** What came. */
  readonly text = input.required<string>();
  readonly busy = input(false);
  readonly sent = output<string>();
  readonly left = output();
  protected readonly typed = linkedSignal(() => spacedOut(this.text()));
  private readonly settled = signal<string | undefined>(undefined);
  protected readonly answer = resource({
    params: () => {
      const document = this.settled();
      return document === undefined ? undefined : { document };
    },
    loader: ({ params: body }) => this.api.invoke(checkDeadLetter, { ...this.place(), body }),
  });
  /** What is typed has not been judged yet. */
  protected readonly isWaiting = computed(() => this.settled() !== this.typed() || this.answer.isLoading());
  protected readonly problems = computed(() => (this.answer.hasValue() ? this.answer.value().problems : []));
  protected readonly isGood = computed(
    () => !this.isWaiting() && this.answer.hasValue() && this.problems().length === 0,
  );
  protected readonly hasReplaced = computed(() => this.typed().includes('\uFFFD'));
  protected readonly plural = plural;
  protected readonly problemText = problemText;

  constructor() {
    effect((onCleanup) => {
      const typed = this.typed();
      const timer = setTimeout(() => this.settled.set(typed), pause);
      onCleanup(() => clearTimeout(timer));
    });
  }
}
