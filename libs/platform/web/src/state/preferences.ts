import { DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';

export type Theme = 'system' | 'light' | 'dark';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** What one person prefers on one machine: kept in the browser, never on the server. */
@Injectable({ providedIn: 'root' })
export class Preferences {
  private readonly root = inject(DOCUMENT).documentElement;
  readonly theme = signal<Theme>(themes.find((theme) => theme === read('tq.theme')) ?? 'system');
  /** Single-key shortcuts disturb some speech and switch users: they can be turned off (WCAG 2.1.4). */
  readonly shortcuts = signal(read('tq.shortcuts') !== 'off');

  constructor() {
    effect(() => {
      const theme = this.theme();
      if (theme === 'system') delete this.root.dataset['theme'];
      else this.root.dataset['theme'] = theme;
      write('tq.theme', theme);
    });
    effect(() => write('tq.shortcuts', this.shortcuts() ? 'on' : 'off'));
  }

  nextTheme(): void {
    this.theme.update((theme) => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system');
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage may be forbidden; the console works without it.
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* as above */
  }
}
