import { httpResource } from '@angular/common/http';
import { computed, linkedSignal, type Signal } from '@angular/core';
import { problemText, statusOf } from './problem';
import { requestOf, type ApiGet } from './request';

/** What a screen shows of one request: the last good answer with its age, beside whatever is under way or failed. */
export interface Loadable<T> {
  /** The last good answer for the same key; an error or a reload does not take it away. */
  readonly value: Signal<T | undefined>;
  /** Epoch ms of that answer. */
  readonly loadedAt: Signal<number | undefined>;
  readonly loading: Signal<boolean>;
  /** A sentence, while the latest request failed. */
  readonly error: Signal<string | undefined>;
  readonly status: Signal<number | undefined>;
  reload(): void;
}

interface Good<T> {
  readonly key: unknown;
  readonly value: T;
  readonly at: number;
}

/** What the resource says now joined with the last good answer; pure, so that its rules are tested alone. */
export function lastGood<T>(key: unknown, value: T | undefined, previous: Good<T> | undefined, now: number) {
  if (value !== undefined && previous?.value !== value) return { key, value, at: now };
  return previous && (previous.key === key || value !== undefined) ? previous : undefined;
}

/**
 * A read of the gateway, by a function of the generated client. Must be called where injection works.
 * @param params undefined: nothing to ask for yet.
 * @param keyOf answers of one key stand in for each other while a new one is under way (a filter that changes);
 *   those of another key do not (another tutor).
 */
export function load<P extends object, R>(
  read: ApiGet<P, R>,
  params: () => P | undefined,
  keyOf: () => unknown = () => 0,
): Loadable<R> {
  const resource = httpResource<R>(() => {
    const asked = params();
    return asked && requestOf(read.PATH, asked);
  });
  const good = linkedSignal<{ key: unknown; value: R | undefined }, Good<R> | undefined>({
    source: () => ({ key: keyOf(), value: resource.hasValue() ? resource.value() : undefined }),
    computation: ({ key, value }, previous) => lastGood(key, value, previous?.value, Date.now()),
  });
  return {
    value: computed(() => good()?.value),
    loadedAt: computed(() => good()?.at),
    loading: resource.isLoading,
    error: computed(() => (resource.error() === undefined ? undefined : problemText(resource.error()))),
    status: computed(() => statusOf(resource.error())),
    reload: () => void resource.reload(),
  };
}
