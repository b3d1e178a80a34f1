import { Component, inject } from '@angular/core';
import { Api, changePassword, Command, SignedIn } from '@tq/platform/web';

const shortest = 12;

/** Your own password. */
@Component({
  selector: 'tq-account',
  template: `<section class="card" aria-labelledby="account">
    <h2 id="account">Your account</h2>
    <p>
      Signed in as <span class="strong wrap-anywhere">{{ signedIn.email() }}</span>, {{ signedIn.role() }}.
    </p>
    @if (command.problem()) {
      <p class="note wrong" role="alert">{{ command.problem() }}</p>
    }
    <p role="status" class="good">{{ command.done() }}</p>
    <form #form class="stack" (submit)="$event.preventDefault(); change(form, current.value, next.value)">
      <label class="field"
        ><span>Current password</span>
        <input #current class="input" type="password" autocomplete="current-password" required maxlength="200"
      /></label>
      <label class="field"
        ><span>New password</span>
        <input
          #next
          class="input"
          type="password"
          autocomplete="new-password"
          required
          maxlength="200"
          aria-describedby="shortest"
        />
        <span class="hint" id="shortest">At least 12 characters.</span>
      </label>
      <p><button class="button primary" type="submit" [disabled]="command.busy()">Change password</button></p>
    </form>
  </section>`,
})
export class AccountPanel {
  private readonly api = inject(Api);
  protected readonly signedIn = inject(SignedIn);
  protected readonly command = new Command();

  protected async change(form: HTMLFormElement, current: string, next: string): Promise<void> {
    if (next.length < shortest) return this.command.fail(`The new password needs at least ${shortest} characters.`);
    const body = { current, next };
    const done = await this.command.run('Your password is changed; your other sessions are ended.', () =>
      this.api.invoke(changePassword, { body }),
    );
    if (done) form.reset();
  }
}
