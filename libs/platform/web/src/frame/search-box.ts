import { Component, DestroyRef, type ElementRef, inject, linkedSignal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { Keyboard } from '../keys/keyboard';
import { UrlState } from '../state/url-state';

/** Long enough that a word is typed, short enough to seem at once. Ms. */
const pause = 250;

/** Finds tutors by name or id: in place where a list of tutors is open, else on the Tutors screen. */
@Component({
  selector: 'tq-search',
  template: `<form role="search" (submit)="$event.preventDefault(); go()">
    <svg viewBox="0 0 20 20" width="15" height="15" aria-hidden="true">
      <circle cx="8.5" cy="8.5" r="5.5" />
      <path d="m13 13 4 4" />
    </svg>
    <input
      #box
      type="search"
      class="input"
      aria-label="Search tutors by name or id"
      placeholder="Search tutors"
      maxlength="200"
      autocomplete="off"
      spellcheck="false"
      [value]="text()"
      (input)="type(box.value)"
      (keydown.escape)="box.blur()"
    />
    <kbd aria-hidden="true">/</kbd>
  </form>`,
  styles: `
    form {
      position: relative;
      width: min(22rem, 100%);
    }
    .input {
      padding-inline: 30px 34px;
      border-color: var(--line-strong);
    }
    svg {
      position: absolute;
      inset: 50% auto auto 10px;
      translate: 0 -50%;
      fill: none;
      stroke: var(--muted);
      stroke-width: 1.7;
    }
    kbd {
      position: absolute;
      inset: 50% 8px auto auto;
      translate: 0 -50%;
      color: var(--muted);
      pointer-events: none;
    }
    .input:focus ~ kbd {
      visibility: hidden;
    }
    @media (width < 760px) {
      kbd {
        display: none;
      }
      .input {
        padding-inline-end: 8px;
      }
    }
  `,
})
export class SearchBox {
  private readonly router = inject(Router);
  private readonly url = inject(UrlState);
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  private readonly inUrl = this.url.text('q');
  protected readonly text = linkedSignal(() => this.inUrl());
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const owner = inject(DestroyRef);
    owner.onDestroy(() => clearTimeout(this.timer));
    inject(Keyboard).add(
      [{ keys: '/', does: 'Search', group: 'Everywhere', run: () => this.box().nativeElement.select() }],
      owner,
    );
  }

  protected type(text: string): void {
    this.text.set(text);
    clearTimeout(this.timer);
    if (this.isList()) this.timer = setTimeout(() => void this.url.patch(this.asked(), { replace: true }), pause);
  }

  protected go(): void {
    clearTimeout(this.timer);
    if (this.isList()) void this.url.patch(this.asked());
    else void this.router.navigate(['/tutors'], { queryParams: { q: this.text().trim() || null } });
  }

  private asked() {
    return { q: this.text().trim(), cursor: null, page: null, tutor: null };
  }

  private isList(): boolean {
    return this.url.path() === '/' || this.url.path() === '/tutors';
  }
}
