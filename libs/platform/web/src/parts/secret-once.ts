import { Component, input, output, signal } from '@angular/core';

/** A secret that the server shows this one time: to copy, then to put away. */
@Component({
  selector: 'tq-secret',
  template: `<div class="note amber" role="status">
    <p>
      <span class="strong">{{ what() }}</span> It is shown only this once.
    </p>
    <p class="row">
      <code class="wrap-anywhere">{{ secret() }}</code>
      <button type="button" class="button small" (click)="copy()">{{ copied() ? 'Copied' : 'Copy' }}</button>
      <button type="button" class="button small" (click)="closed.emit()">I have it</button>
    </p>
  </div>`,
  styles: `
    code {
      padding: 3px 8px;
      border-radius: 4px;
      background: var(--surface);
      color: var(--text);
      user-select: all;
    }
  `,
})
export class SecretOnce {
  readonly what = input.required<string>();
  readonly secret = input.required<string>();
  readonly closed = output();
  protected readonly copied = signal(false);

  /** The clipboard may be forbidden (no https): then the reader selects the text, which is whole at one click. */
  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.secret());
      this.copied.set(true);
    } catch {
      this.copied.set(false);
    }
  }
}
