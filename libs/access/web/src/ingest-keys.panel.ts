import { Component, computed, inject, signal } from '@angular/core';
import {
  Api,
  Command,
  createIngestKey,
  listIngestKeys,
  load,
  LoadNotice,
  revokeIngestKey,
  SecretOnce,
  SignedIn,
  Skeleton,
} from '@tq/platform/web';
import { KeyList, type KeyRow } from './key-list';

/** Keys and webhook secrets with which a platform sends its events. Several hold at once, so that they can be changed. */
@Component({
  selector: 'tq-ingest-keys',
  imports: [LoadNotice, Skeleton, SecretOnce, KeyList],
  template: `<section class="card" aria-labelledby="ingest">
    <h2 id="ingest">Keys for sending events</h2>
    <p class="muted">
      A key opens <code>POST /v1/events</code>; a webhook secret signs <code>POST /v1/webhooks/rails</code>. To change
      one, make the new one, let the sender use it, then revoke the old one.
    </p>
    <tq-load-notice [data]="list" what="The list of keys" [current]="true" />
    @if (command.problem()) {
      <p class="note wrong" role="alert">{{ command.problem() }}</p>
    }
    <p role="status" class="good">{{ command.done() }}</p>
    @if (secret(); as text) {
      <tq-secret what="The new key." [secret]="text" (closed)="secret.set('')" />
    }
    @if (list.value()) {
      <tq-key-list [rows]="rows()" [may]="may()" (revoked)="revoke($event)" />
    } @else if (!list.error()) {
      <tq-skeleton [rows]="2" what="the keys" />
    }
    @if (may()) {
      <form #form class="row" (submit)="$event.preventDefault(); add(form, name.value, kind.value)">
        <label class="field"
          ><span>New key, for</span
          ><input #name class="input" required maxlength="100" autocomplete="off" placeholder="Rails production"
        /></label>
        <label class="field"
          ><span>Kind</span>
          <select #kind class="select">
            <option value="api">key</option>
            <option value="webhook">webhook secret</option>
          </select>
        </label>
        <button class="button primary" type="submit" [disabled]="command.busy()">Make key</button>
      </form>
    }
  </section>`,
})
export class IngestKeysPanel {
  private readonly api = inject(Api);
  protected readonly may = inject(SignedIn).mayCommand;
  protected readonly list = load(listIngestKeys, () => ({}));
  protected readonly command = new Command();
  protected readonly secret = signal('');
  protected readonly rows = computed<readonly KeyRow[]>(() =>
    (this.list.value()?.items ?? []).map(({ kind, ...key }) => ({
      ...key,
      what: kind === 'webhook' ? 'Signed webhooks' : 'POST /v1/events',
    })),
  );

  protected async add(form: HTMLFormElement, name: string, kind: string): Promise<void> {
    const body = { name: name.trim(), kind: kind === 'webhook' ? 'webhook' : 'api' } as const;
    if (body.name === '') return this.command.fail('Say who sends with the key.');
    const done = await this.command.run(`The key for ${body.name} is valid within seconds.`, () =>
      this.api.invoke(createIngestKey, { body }),
    );
    if (done) {
      this.secret.set(done.answer.secret);
      form.reset();
    }
    this.list.reload();
  }

  protected async revoke({ id, name }: KeyRow): Promise<void> {
    await this.command.run(`${name} is revoked.`, () => this.api.invoke(revokeIngestKey, { id }));
    this.list.reload();
  }
}
