import { computed, effect, type Signal, signal } from '@angular/core';

/** Rows of each further task: few enough that a slow telephone can answer a touch in between. */
const step = 8;

/** As many rows as fill the window. Px of the window; a row is at least 48 high, as a card 150. */
export function rowsInWindow(width: number, height: number): number {
  return Math.ceil(height / (width < 760 ? 150 : 48)) + 1;
}

/**
 * The rows that are drawn by now: at first those that can be seen, then the rest, a few in each task. It never takes a
 * row away again. Must be called where injection works.
 */
export function growingRows<T>(all: Signal<readonly T[]>, first: number): Signal<readonly T[]> {
  const room = signal(first);
  effect((onCleanup) => {
    if (room() >= all().length) return;
    const timer = setTimeout(() => room.update((count) => count + step));
    onCleanup(() => clearTimeout(timer));
  });
  return computed(() => (room() >= all().length ? all() : all().slice(0, room())));
}
