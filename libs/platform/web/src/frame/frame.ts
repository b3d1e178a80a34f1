import { Component, computed, DestroyRef, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter, map, pairwise } from 'rxjs';
import { Keyboard } from '../keys/keyboard';
import { LiveStream } from '../live/live-stream';
import { UrlState } from '../state/url-state';
import { HelpDialog } from './help-dialog';
import { navigation } from './navigation';
import { hasClocks, pastWords } from './past';
import { SideNav } from './side-nav';
import { TopBar } from './top-bar';

/** What stands around every screen of a signed-in person: navigation, top bar, as-of banner, help. */
@Component({
  selector: 'tq-frame',
  imports: [RouterOutlet, SideNav, TopBar, HelpDialog],
  template: `<a class="skip" href="#content" (click)="skip($event)">Skip to content</a>
    <tq-side-nav />
    <div class="column">
      <tq-top-bar (help)="helping.set(true)" />
      @if (past(); as words) {
        <div class="note amber banner" role="status">
          @if (hasClocks()) {
            <span
              >Viewing <span class="strong">{{ words }}</span>, read only.</span
            >
          } @else {
            <span>This screen shows now. Triage and the tutors: {{ words }}.</span>
          }
          <button type="button" class="button small" (click)="backToLive()">Back to live</button>
        </div>
      }
      <main #content id="content" tabindex="-1"><router-outlet /></main>
    </div>
    @if (helping()) {
      <tq-help (closed)="helping.set(false)" />
    }`,
  styles: `
    :host {
      display: grid;
      grid-template-columns: 196px minmax(0, 1fr);
      min-height: 100dvh;
    }
    main:focus {
      outline: none;
    }
    .banner {
      border-width: 0 0 1px;
      border-radius: 0;
      padding-inline: 24px;
    }
    .skip {
      position: absolute;
      inset: 8px auto auto 8px;
      z-index: 50;
      padding: 8px 12px;
      border-radius: var(--radius-small);
      background: var(--accent-strong);
      color: var(--on-accent);
      translate: 0 -80px;
    }
    .skip:focus {
      translate: 0;
    }
    @media (width < 760px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class Frame {
  private readonly router = inject(Router);
  private readonly url = inject(UrlState);
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content');
  protected readonly helping = signal(false);
  protected readonly past = computed(() => pastWords(this.url.asOf(), this.url.knownAt()));
  protected readonly hasClocks = computed(() => hasClocks(this.url.path()));

  constructor() {
    const owner = inject(DestroyRef);
    const stream = inject(LiveStream);
    stream.open();
    // Whoever is no longer signed in hears nothing, and does not ask again and again.
    owner.onDestroy(() => stream.close());
    inject(Keyboard).add(
      [
        { keys: '?', does: 'This help', group: 'Everywhere', run: () => this.helping.set(true) },
        ...navigation.map(({ key, label, path }) => ({
          keys: `g ${key}`,
          does: `Go to ${label}`,
          group: 'Everywhere',
          run: () => void this.router.navigate([path]),
        })),
      ],
      owner,
    );
    // A new screen begins at its top, for the eye and for a screen reader; a changed filter does not move the focus.
    this.router.events
      .pipe(
        filter((event) => event instanceof NavigationEnd),
        map((event) => event.urlAfterRedirects.split('?')[0]),
        pairwise(),
        takeUntilDestroyed(),
      )
      .subscribe(([before, after]) => {
        if (before !== after) this.content().nativeElement.focus();
      });
  }

  protected skip(event: Event): void {
    event.preventDefault();
    this.content().nativeElement.focus();
  }

  protected backToLive(): void {
    void this.url.patch({ asOf: null, knownAt: null, cursor: null, page: null });
  }
}
