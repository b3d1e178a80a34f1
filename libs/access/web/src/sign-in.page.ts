import { afterNextRender, Component, type ElementRef, inject, Injector, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { Api, OverviewData, problemText, signIn, SignedIn, statusOf, UrlState } from '@tq/platform/web';

/** Only a path of our own: a link must not lead a signed-in person to another site. */
export function safeReturn(path: string): string {
  return /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-in') ? path : '/';
}

@Component({
  selector: 'tq-sign-in',
  template: `<main>
    <form class="card" (submit)="$event.preventDefault(); submit(email.value, password.value)">
      <svg viewBox="0 0 32 32" width="36" height="36" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#1b2430" />
        <path d="M7 22 13 15l4 4 8-10" fill="none" stroke="#f5c542" stroke-width="3" stroke-linecap="round" />
      </svg>
      <div>
        <h1>Tutor Quality</h1>
        <p class="muted">Who needs you now, why, and what to do.</p>
      </div>
      @if (problem()) {
        <p class="note wrong" role="alert">{{ problem() }}</p>
      }
      <label class="field"
        ><span>Email</span>
        <input #email class="input" type="email" name="email" autocomplete="username" required maxlength="254" />
      </label>
      <label class="field"
        ><span>Password</span>
        <input
          #password
          class="input"
          type="password"
          name="password"
          autocomplete="current-password"
          required
          maxlength="1024"
        />
      </label>
      <button class="button primary" type="submit" [disabled]="busy()">
        {{ busy() ? 'Signing in …' : 'Sign in' }}
      </button>
      <p class="muted small">Forgotten? On the server, <code>npm run user -- reset EMAIL</code> sets a new password.</p>
    </form>
  </main>`,
  styles: `
    main {
      display: grid;
      place-items: center;
      min-height: 100dvh;
      padding: 16px;
    }
    form {
      gap: 14px;
      width: min(23rem, 100%);
      padding: 28px 26px;
    }
    .button {
      min-height: 38px;
    }
    .input {
      min-height: 38px;
    }
    .field {
      max-width: none;
    }
  `,
})
export class SignInPage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly injector = inject(Injector);
  private readonly back = inject(UrlState).text('return');
  private readonly email = viewChild.required<ElementRef<HTMLInputElement>>('email');
  private readonly password = viewChild.required<ElementRef<HTMLInputElement>>('password');
  protected readonly busy = signal(false);
  protected readonly problem = signal('');

  constructor() {
    afterNextRender(() => this.email().nativeElement.focus());
  }

  protected async submit(email: string, password: string): Promise<void> {
    if (email.trim() === '' || password === '') {
      this.problem.set('Enter your email and your password.');
      return;
    }
    this.busy.set(true);
    this.problem.set('');
    try {
      await this.api.invoke(signIn, { body: { email: email.trim(), password } });
      // Asked for only now: before, they would ask the server, and be refused. They outlive the screens: where a reader
      // was led here by such a refusal, it must not stay what they show.
      this.injector.get(SignedIn).refresh();
      this.injector.get(OverviewData).overview.reload();
      await this.router.navigateByUrl(safeReturn(this.back()), { replaceUrl: true });
    } catch (error) {
      this.problem.set(statusOf(error) === 401 ? 'This email and password do not fit together.' : problemText(error));
      this.password().nativeElement.select();
    } finally {
      this.busy.set(false);
    }
  }
}
