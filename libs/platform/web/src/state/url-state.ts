import { computed, inject, Injectable, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, type Params } from '@angular/router';
import { filter, map, startWith } from 'rxjs';

export type Window = 7 | 30 | 90;

/** Filters, sort, page, window and as-of live in the URL: a link shows another person the same screen. */
@Injectable({ providedIn: 'root' })
export class UrlState {
  private readonly router = inject(Router);
  private readonly params = toSignal(this.router.routerState.root.queryParamMap, { requireSync: true });

  /** The path of the screen that is open, without its parameters. */
  readonly path = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => event.urlAfterRedirects),
      startWith(this.router.url),
      map((url) => url.replace(/[?#].*$/, '')),
    ),
    { requireSync: true },
  );

  /** The window whose figures are put first. */
  readonly window: Signal<Window> = computed(() => windowFrom(this.params().get('window')));
  /** A past day that is looked at, `YYYY-MM-DD`; undefined is today. */
  readonly asOf = computed(() => dayFrom(this.params().get('asOf')));
  /** The moment whose knowledge is looked at, RFC 3339; undefined is now. */
  readonly knownAt = computed(() => instantFrom(this.params().get('knownAt')));
  /** The past is looked at, by either clock: nothing can be changed there. */
  readonly isPast = computed(() => this.asOf() !== undefined || this.knownAt() !== undefined);
  /** Both clocks as parameters of a request: what is not set is left out. */
  readonly clocks = computed(() => {
    const asOf = this.asOf();
    const knownAt = this.knownAt();
    return { ...(asOf && { asOf }), ...(knownAt && { knownAt }) };
  });
  /** Both clocks as query parameters of a link to another screen that has them; null takes one away. */
  readonly clockLink = computed(() => ({ asOf: this.asOf() ?? null, knownAt: this.knownAt() ?? null }));

  /** One parameter as a signal; '' where it is absent. */
  text(name: string): Signal<string> {
    return computed(() => this.params().get(name) ?? '');
  }

  /** Changes some parameters and keeps the others; null or '' removes. `replace` leaves no entry in the history. */
  async patch(changes: Params, options: { replace?: boolean } = {}): Promise<void> {
    const queryParams = Object.fromEntries(
      Object.entries(changes).map(([key, value]) => [key, value === '' ? null : value]),
    );
    await this.router.navigate([], {
      queryParams,
      queryParamsHandling: 'merge',
      replaceUrl: options.replace ?? false,
    });
  }
}

/** 7, 30 or 90; anything else is 30, the window that rule set 1 judges by. */
export function windowFrom(text: string | null): Window {
  return text === '7' ? 7 : text === '90' ? 90 : 30;
}

/** A real calendar day as `YYYY-MM-DD`, else undefined. */
export function dayFrom(text: string | null): string | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text ? undefined : text;
}

/** An instant as RFC 3339 with an offset, cut to the millisecond and in UTC; else undefined. */
export function instantFrom(text: string | null): string | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
