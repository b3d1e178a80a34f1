import { Component, input, output, signal } from '@angular/core';
import { Modal } from './modal';

/** A command that cannot be taken back asks first, and says what will happen. */
@Component({
  selector: 'tq-confirm',
  imports: [Modal],
  template: `<button type="button" class="button small" [attr.aria-label]="name()" (click)="asking.set(true)">
      {{ label() }}
    </button>
    @if (asking()) {
      <tq-modal #modal [name]="name() + '?'" (closed)="asking.set(false)">
        <p>{{ question() }}</p>
        <p class="row">
          <button type="button" class="button danger" (click)="confirmed.emit(); modal.close()">{{ label() }}</button>
          <button type="button" class="button" (click)="modal.close()">Keep</button>
        </p>
      </tq-modal>
    }`,
  styles: `
    tq-modal {
      text-align: start;
      white-space: normal;
    }
  `,
})
export class ConfirmButton {
  /** The verb: "Remove". */
  readonly label = input.required<string>();
  /** Verb and object: "Remove ana@example.com". */
  readonly name = input.required<string>();
  /** What will happen. */
  readonly question = input.required<string>();
  readonly confirmed = output();
  protected readonly asking = signal(false);
}
