import { Component, computed, inject, signal } from '@angular/core';
import {
  Api,
  Command,
  createApiToken,
  listApiTokens,
  load,
  LoadNotice,
  revokeApiToken,
  SecretOnce,
  SignedIn,
  Skeleton,
} from '@tq/platform/web';
import { KeyList, type KeyRow } from './key-list';

/** Tokens with which programs read what the console shows. */
@Component({
  selector: 'tq-api-tokens',
  imports: [LoadNotice, Skeleton, SecretOnce, KeyList],
  template: `<section class="card" aria-labelledby="tokens">
    <h2 id="tokens">API tokens</h2>
    <p class="muted">For programs that read this console’s API: <code>authorization: Bearer …</code></p>
    <tq-load-notice [data]="list" what="The list of tokens" [current]="true" />
    @if (command.problem()) {
      <p class="note wrong" role="alert">{{ command.problem() }}</p>
    }
    <p role="status" class="good">{{ command.done() }}</p>
    @if (secret(); as text) {
      <tq-secret what="The new token." [secret]="text" (closed)="secret.set('')" />
    }
    @if (list.value()) {
      <tq-key-list [rows]="rows()" [may]="may()" (revoked)="revoke($event)" />
    } @else if (!list.error()) {
      <tq-skeleton [rows]="2" what="the tokens" />
    }
    @if (may()) {
      <form #form class="row" (submit)="$event.preventDefault(); add(form, name.value, role.value)">
        <label class="field"
          ><span>New token, for</span
          ><input #name class="input" required maxlength="100" autocomplete="off" placeholder="Dashboard"
        /></label>
        <label class="field"
          ><span>It may</span>
          <select #role class="select">
            <option value="viewer">read</option>
            <option value="administrator">read and change</option>
          </select>
        </label>
        <button class="button primary" type="submit" [disabled]="command.busy()">Make token</button>
      </form>
    }
  </section>`,
})
export class ApiTokensPanel {
  private readonly api = inject(Api);
  protected readonly may = inject(SignedIn).mayCommand;
  protected readonly list = load(listApiTokens, () => ({}));
  protected readonly command = new Command();
  protected readonly secret = signal('');
  protected readonly rows = computed<readonly KeyRow[]>(() =>
    (this.list.value()?.items ?? []).map(({ role, ...token }) => ({
      ...token,
      what: role === 'administrator' ? 'Reading and changing' : 'Reading',
    })),
  );

  protected async add(form: HTMLFormElement, name: string, role: string): Promise<void> {
    const body = { name: name.trim(), role: role === 'administrator' ? 'administrator' : 'viewer' } as const;
    if (body.name === '') return this.command.fail('Say what the token is for.');
    const done = await this.command.run(`The token for ${body.name} is valid now.`, () =>
      this.api.invoke(createApiToken, { body }),
    );
    if (done) {
      this.secret.set(done.answer.secret);
      form.reset();
    }
    this.list.reload();
  }

  protected async revoke({ id, name }: KeyRow): Promise<void> {
    await this.command.run(`${name} is revoked.`, () => this.api.invoke(revokeApiToken, { id }));
    this.list.reload();
  }
}
