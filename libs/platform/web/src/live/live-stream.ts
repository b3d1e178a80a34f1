import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** What the gateway's stream tells of: cards that changed, a session that closed, a mail, how fresh all is, a rebuild. */
export const streamTopics = ['readings', 'session', 'mail', 'freshness', 'rebuild'] as const;
export type StreamTopic = (typeof streamTopics)[number];
type Listener = (data: unknown) => void;

const retryAfter = 5_000;

/**
 * One server-sent event stream for the whole console. It says that something changed, never what the figures are:
 * screens read them anew when the reader asks for it.
 */
@Injectable({ providedIn: 'root' })
export class LiveStream {
  private readonly listeners = new Map<StreamTopic, Set<Listener>>();
  private source: EventSource | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly connection = signal<'closed' | 'connecting' | 'open' | 'lost'>('closed');
  readonly state = this.connection.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.close());
  }

  /** Opens the stream; a second call changes nothing. */
  open(): void {
    if (this.source || this.retry) return;
    this.connection.set(this.connection() === 'lost' ? 'lost' : 'connecting');
    const source = new EventSource('/api/stream');
    this.source = source;
    source.onopen = () => this.connection.set('open');
    source.onerror = () => {
      this.connection.set('lost');
      // The browser tries again by itself, except where the server answered with an error.
      if (source.readyState === EventSource.CLOSED) {
        this.source = undefined;
        this.retry = setTimeout(() => {
          this.retry = undefined;
          this.open();
        }, retryAfter);
      }
    };
    // What was missed is no longer known: every listener is told that something changed.
    source.addEventListener('reset', () => streamTopics.forEach((topic) => this.tell(topic, 'null')));
    for (const topic of streamTopics) {
      source.addEventListener(topic, (event: MessageEvent<string>) => this.tell(topic, event.data));
    }
  }

  close(): void {
    clearTimeout(this.retry);
    this.retry = undefined;
    this.source?.close();
    this.source = undefined;
    this.connection.set('closed');
  }

  /** Hears one topic for as long as the owner lives. */
  on(topic: StreamTopic, listener: Listener, owner: DestroyRef): void {
    const set = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, set.add(listener));
    owner.onDestroy(() => set.delete(listener));
  }

  private tell(topic: StreamTopic, text: string): void {
    const data = parsed(text);
    for (const listener of this.listeners.get(topic) ?? []) listener(data);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A line that is no JSON still says that something happened.
  }
}
