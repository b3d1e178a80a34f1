import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';

/** The time as a signal that moves once a second, and rests while nobody looks at the page. */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly document = inject(DOCUMENT);
  private readonly time = signal(Date.now());
  /** Epoch ms. */
  readonly now = this.time.asReadonly();

  constructor() {
    const timer = setInterval(() => {
      if (this.document.visibilityState === 'visible') this.time.set(Date.now());
    }, 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
