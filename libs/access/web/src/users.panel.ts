import { Component, inject, signal } from '@angular/core';
import {
  Api,
  Command,
  ConfirmButton,
  createUser,
  disableUser,
  instantText,
  listUsers,
  load,
  LoadNotice,
  type NewUser,
  resetUser,
  SecretOnce,
  SignedIn,
  Skeleton,
} from '@tq/platform/web';

/** Who may sign in. Passwords are made by the server and shown once. */
@Component({
  selector: 'tq-users',
  imports: [LoadNotice, Skeleton, ConfirmButton, SecretOnce],
  template: `<section class="card" aria-labelledby="users">
    <h2 id="users">Users</h2>
    <p class="muted">An administrator sees and changes everything; a viewer sees everything and changes nothing.</p>
    <tq-load-notice [data]="list" what="The list of users" [current]="true" />
    @if (command.problem()) {
      <p class="note wrong" role="alert">{{ command.problem() }}</p>
    }
    <p role="status" class="good">{{ command.done() }}</p>
    @if (made(); as user) {
      <tq-secret
        [what]="'Password of ' + user.user.email + '.'"
        [secret]="user.password"
        (closed)="made.set(undefined)"
      />
    }
    @if (list.value(); as loaded) {
      <table class="plain cards">
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Role</th>
            <th scope="col">State</th>
            <th scope="col">Last sign-in</th>
            @if (signedIn.mayCommand()) {
              <th scope="col"><span class="visually-hidden">Commands</span></th>
            }
          </tr>
        </thead>
        <tbody>
          @for (user of loaded.items; track user.email) {
            <tr>
              <th scope="row" class="wrap-anywhere">{{ user.email }}</th>
              <td>{{ user.role }}</td>
              <td>{{ user.disabled ? 'Disabled' : 'Active' }}</td>
              <td class="num" data-label="Last sign-in">
                {{ user.lastSignInAt ? instant(user.lastSignInAt) : 'never' }}
              </td>
              @if (signedIn.mayCommand()) {
                <td class="figure">
                  <span class="row end">
                    <tq-confirm
                      label="New password"
                      [name]="'New password for ' + user.email"
                      [question]="user.email + ' is signed out everywhere, and can sign in with the new password only.'"
                      (confirmed)="reset(user.email)"
                    />
                    @if (!user.disabled && user.email !== signedIn.email()) {
                      <tq-confirm
                        label="Disable"
                        [name]="'Disable ' + user.email"
                        [question]="
                          user.email + ' is signed out everywhere and cannot sign in, until given a new password.'
                        "
                        (confirmed)="disable(user.email)"
                      />
                    }
                  </span>
                </td>
              }
            </tr>
          }
        </tbody>
      </table>
    } @else if (!list.error()) {
      <tq-skeleton [rows]="3" what="the users" />
    }
    @if (signedIn.mayCommand()) {
      <form #form class="row" (submit)="$event.preventDefault(); add(form, email.value, role.value)">
        <label class="field"
          ><span>New user</span><input #email class="input" type="email" required maxlength="254" autocomplete="off"
        /></label>
        <label class="field"
          ><span>Role</span>
          <select #role class="select">
            <option value="viewer">viewer</option>
            <option value="administrator">administrator</option>
          </select>
        </label>
        <button class="button primary" type="submit" [disabled]="command.busy()">Add user</button>
      </form>
    }
  </section>`,
  styles: `
    td .row {
      justify-content: flex-end;
    }
    @media (width < 760px) {
      td .row {
        justify-content: flex-start;
        margin-top: 6px;
      }
    }
  `,
})
export class UsersPanel {
  private readonly api = inject(Api);
  protected readonly signedIn = inject(SignedIn);
  protected readonly list = load(listUsers, () => ({}));
  protected readonly command = new Command();
  /** The password that is shown once. */
  protected readonly made = signal<NewUser | undefined>(undefined);
  protected readonly instant = instantText;

  protected async add(form: HTMLFormElement, email: string, role: string): Promise<void> {
    const body = { email: email.trim(), role: role === 'administrator' ? 'administrator' : 'viewer' } as const;
    const done = await this.command.run(`${body.email} may sign in.`, () => this.api.invoke(createUser, { body }));
    if (done) {
      this.made.set(done.answer);
      form.reset();
    }
    this.list.reload();
  }

  protected async reset(email: string): Promise<void> {
    const done = await this.command.run(`${email} has a new password.`, () => this.api.invoke(resetUser, { email }));
    if (done) this.made.set(done.answer);
    this.list.reload();
  }

  protected async disable(email: string): Promise<void> {
    await this.command.run(`${email} is disabled.`, () => this.api.invoke(disableUser, { email }));
    this.list.reload();
  }
}
