import { computed, inject, Injectable } from '@angular/core';
import { Api } from '../api/api';
import { me, signOut } from '../api/functions';
import { load } from './loadable';

/** Who is signed in, and what that person may do. A viewer is shown no commands at all. */
@Injectable({ providedIn: 'root' })
export class SignedIn {
  private readonly api = inject(Api);
  private readonly who = load(me, () => ({}));
  readonly email = computed(() => this.who.value()?.name);
  readonly role = computed(() => this.who.value()?.role);
  readonly mayCommand = computed(() => this.role() === 'administrator');

  refresh(): void {
    this.who.reload();
  }

  /** Ends the session on the server and leaves the page whole, so that nothing of it stays in memory. */
  async leave(): Promise<void> {
    await this.api.invoke(signOut);
    window.location.assign('/sign-in');
  }
}
