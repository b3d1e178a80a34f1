import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import {
  Api,
  Command,
  excuseFact,
  type FactItem,
  factWords,
  Modal,
  SignedIn,
  UrlState,
  withdrawExcuse,
} from '@tq/platform/web';
import { decisionOn } from './excusable';

/** What an administrator may decide about one fact: excuse it or withdraw that, with a reason, and take it back again. */
@Component({
  selector: 'tq-fact-excuse',
  imports: [Modal],
  template: `@if (decided(); as what) {
      <span role="status" class="good">{{
        what === 'excuse' ? 'Excused; it counts within seconds.' : 'Withdrawn; it counts within seconds.'
      }}</span>
      <button type="button" class="button small" [disabled]="command.busy()" (click)="undo()">Undo</button>
    } @else if (possible(); as what) {
      <button type="button" class="button small" [attr.aria-label]="name()" (click)="asking.set(true)">
        {{ what === 'excuse' ? 'Excuse …' : 'Withdraw the excuse …' }}
      </button>
    }
    @if (command.problem()) {
      <span class="danger" role="alert">{{ command.problem() }}</span>
    }
    @if (asking()) {
      <tq-modal
        #modal
        [name]="possible() === 'excuse' ? 'Excuse this?' : 'Withdraw the excuse?'"
        (closed)="asking.set(false)"
      >
        <form class="stack" (submit)="$event.preventDefault(); decide(reason.value); modal.close()">
          <p>
            <span class="strong">{{ words() }}.</span>
            @if (possible() === 'excuse') {
              It will count as if the tutor had not caused it: every figure from that day on is worked out anew.
            } @else {
              It will count against the tutor again: every figure from that day on is worked out anew.
            }
          </p>
          <label class="field"
            ><span>Reason</span>
            <input #reason class="input" maxlength="500" required autocomplete="off" />
            <span class="hint">Kept with your name, for whoever asks later.</span>
          </label>
          <p class="row">
            <button class="button primary" type="submit">
              {{ possible() === 'excuse' ? 'Excuse' : 'Withdraw the excuse' }}
            </button>
            <button class="button" type="button" (click)="modal.close()">Keep</button>
          </p>
        </form>
      </tq-modal>
    }`,
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px;
    }
    :host(:empty) {
      display: none;
    }
  `,
})
export class FactExcuse {
  private readonly api = inject(Api);
  private readonly url = inject(UrlState);
  private readonly signedIn = inject(SignedIn);
  readonly tutorId = input.required<string>();
  readonly fact = input.required<FactItem>();
  protected readonly command = new Command();
  protected readonly asking = signal(false);
  protected readonly words = computed(() => factWords(this.fact()));
  protected readonly name = computed(
    () => `${this.possible() === 'excuse' ? 'Excuse' : 'Withdraw the excuse of'}: ${this.words()}`,
  );
  protected readonly possible = computed(() =>
    this.signedIn.mayCommand() && !this.url.isPast() ? decisionOn(this.fact()) : undefined,
  );
  /** What was decided here and is not in the facts yet. */
  protected readonly decided = linkedSignal<boolean, 'excuse' | 'withdraw' | undefined>({
    source: () => this.fact().excused,
    computation: () => undefined,
  });

  protected async decide(reason: string): Promise<void> {
    const what = this.possible();
    if (what && (await this.send(what, reason.trim()))) this.decided.set(what);
  }

  protected async undo(): Promise<void> {
    const what = this.decided() === 'excuse' ? 'withdraw' : 'excuse';
    if (await this.send(what, 'Undone at once.')) this.decided.set(undefined);
  }

  private async send(what: 'excuse' | 'withdraw', reason: string): Promise<boolean> {
    const { source: factSource, id: factId } = this.fact();
    const about = { factSource, factId, ...(reason && { reason }) };
    const id = this.tutorId();
    const done = await this.command.run('', () =>
      what === 'excuse'
        ? this.api.invoke(excuseFact, { id, body: about })
        : this.api.invoke(withdrawExcuse, { id, ...about }),
    );
    return done !== undefined;
  }
}
