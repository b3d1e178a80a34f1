import { Component, computed, inject, output } from '@angular/core';
import { Command } from '../state/command';
import { Preferences } from '../state/preferences';
import { SignedIn } from '../state/signed-in';
import { UrlState, type Window } from '../state/url-state';
import { AsOfChip } from './as-of-chip';
import { SearchBox } from './search-box';

const themeNames = { system: 'as the system', light: 'light', dark: 'dark' } as const;

/** Search, window, freshness, theme, help, and who is signed in. */
@Component({
  selector: 'tq-top-bar',
  imports: [SearchBox, AsOfChip],
  template: `<header>
    <tq-search />
    @if (hasWindow()) {
      <div class="segmented windows" role="group" aria-label="Window in days">
        @for (days of windows; track days) {
          <button type="button" [attr.aria-pressed]="url.window() === days" (click)="choose(days)">
            {{ days }}<span class="visually-hidden"> days</span><span aria-hidden="true"> d</span>
          </button>
        }
      </div>
    }
    <tq-as-of />
    <button
      type="button"
      class="button quiet icon"
      [attr.aria-label]="'Theme: ' + themeName() + '. Change'"
      [title]="'Theme: ' + themeName()"
      (click)="preferences.nextTheme()"
    >
      <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
        <circle cx="10" cy="10" r="6.5" fill="none" stroke="currentColor" stroke-width="1.7" />
        <path d="M10 3.5a6.5 6.5 0 0 1 0 13Z" fill="currentColor" />
      </svg>
    </button>
    <button
      type="button"
      class="button quiet icon help"
      aria-label="Keyboard shortcuts"
      title="Keyboard (?)"
      (click)="help.emit()"
    >
      ?
    </button>
    <button
      type="button"
      class="button icon who"
      popovertarget="who"
      [attr.aria-label]="'Signed in as ' + (signedIn.email() ?? '…')"
    >
      <span aria-hidden="true">{{ initial() }}</span>
    </button>
    <div id="who" class="menu" popover>
      <p class="wrap-anywhere">{{ signedIn.email() }}</p>
      <p class="muted small">{{ signedIn.role() }}</p>
      @if (leaving.problem()) {
        <p class="note wrong" role="alert">You are still signed in. {{ leaving.problem() }}</p>
      }
      <button type="button" class="button" [disabled]="leaving.busy()" (click)="leave()">Sign out</button>
    </div>
  </header>`,
  styles: `
    header {
      display: flex;
      align-items: center;
      gap: 10px;
      min-height: 52px;
      padding: 8px 24px;
      border-bottom: 1px solid var(--line);
      background: var(--surface);
    }
    tq-search {
      flex: 1;
    }
    .help {
      font-weight: 650;
    }
    .who {
      border-color: transparent;
      border-radius: 50%;
      background: var(--sunken);
    }
    .menu {
      inset: 48px 20px auto auto;
      gap: 6px;
      width: min(240px, calc(100vw - 24px));
      margin: 0;
      padding: 12px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      background: var(--raised);
      color: var(--text);
      box-shadow: var(--shadow);
    }
    .menu:popover-open {
      display: grid;
    }
    @media (width < 760px) {
      header {
        gap: 4px;
        padding: 6px 12px;
      }
      .windows,
      .help {
        display: none;
      }
    }
  `,
})
export class TopBar {
  protected readonly preferences = inject(Preferences);
  protected readonly signedIn = inject(SignedIn);
  protected readonly url = inject(UrlState);
  readonly help = output();
  protected readonly windows: readonly Window[] = [7, 30, 90];
  protected readonly themeName = computed(() => themeNames[this.preferences.theme()]);
  /** Only screens that show a window's figures offer the choice. */
  protected readonly hasWindow = computed(() => /^\/(tutors(\/|$)|$)/.test(this.url.path()));
  protected readonly leaving = new Command();
  protected readonly initial = computed(() => (this.signedIn.email() ?? '·').charAt(0).toUpperCase());

  protected async leave(): Promise<void> {
    await this.leaving.run('', () => this.signedIn.leave());
  }

  protected choose(days: Window): void {
    void this.url.patch({ window: days === 30 ? null : days }, { replace: true });
  }
}
