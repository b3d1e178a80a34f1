import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { Preferences } from '../state/preferences';
import { KeySequence, type Shortcut } from './shortcut';

/** The shortcuts in force: those of the frame and those of the screen that is open. */
@Injectable({ providedIn: 'root' })
export class Keyboard {
  private readonly preferences = inject(Preferences);
  private readonly document = inject(DOCUMENT);
  private readonly sequence = new KeySequence();
  private readonly list = signal<readonly Shortcut[]>([]);
  readonly shortcuts = this.list.asReadonly();

  constructor() {
    const hear = (event: KeyboardEvent): void => this.hear(event);
    this.document.addEventListener('keydown', hear);
    inject(DestroyRef).onDestroy(() => this.document.removeEventListener('keydown', hear));
  }

  /** Adds shortcuts for as long as their owner lives. */
  add(shortcuts: readonly Shortcut[], owner: DestroyRef): void {
    this.list.update((all) => [...all, ...shortcuts]);
    owner.onDestroy(() => this.list.update((all) => all.filter((shortcut) => !shortcuts.includes(shortcut))));
  }

  private hear(event: KeyboardEvent): void {
    if (!this.preferences.shortcuts() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (isTyping(event.target) || this.document.querySelector('dialog[open]')) return;
    const shortcut = this.sequence.press(event.key, event.timeStamp, this.list());
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  }
}

/** Whether keys pressed there are text, or move within a control. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))
  );
}
