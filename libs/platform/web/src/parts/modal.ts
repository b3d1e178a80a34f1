import { afterNextRender, Component, type ElementRef, input, output, viewChild } from '@angular/core';

/** A modal dialog of the browser itself: it keeps the focus inside, closes by Escape, and gives the focus back. */
@Component({
  selector: 'tq-modal',
  template: `<dialog #dialog class="tq" [class.sheet]="sheet()" [attr.aria-label]="name()" (close)="closed.emit()">
    <div class="inner">
      <header class="row spread">
        <h2>{{ name() }}</h2>
        <button type="button" class="button quiet icon" aria-label="Close" (click)="close()">✕</button>
      </header>
      <ng-content />
    </div>
  </dialog>`,
  host: { '(click)': 'onClick($event)' },
  styles: `
    .inner {
      display: grid;
      gap: 12px;
      padding: 14px 18px 18px;
    }
  `,
})
export class Modal {
  readonly name = input.required<string>();
  /** On a narrow screen it rises from the bottom edge. */
  readonly sheet = input(false);
  readonly closed = output();
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

  close(): void {
    this.dialog().nativeElement.close();
  }

  /** A click on the backdrop is a click on the dialog itself. */
  protected onClick(event: MouseEvent): void {
    if (event.target === this.dialog().nativeElement) this.close();
  }
}
