import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  Clock,
  clockText,
  instantText,
  listSessions,
  type ListSessions$Params,
  LiveStream,
  load,
  LoadNotice,
  plural,
  type SessionItem,
  Skeleton,
  UrlState,
} from '@tq/platform/web';
import { OutcomeMark } from './outcome-mark';
import { noMailWords, stateWords, stepText } from './session-words';

type State = NonNullable<ListSessions$Params['state']>;
const filters: readonly { id: State; label: string }[] = [
  { id: 'closed', label: 'All closed' },
  { id: 'held', label: 'Held' },
  { id: 'missed', label: 'Missed' },
  { id: 'cancelled', label: 'Cancelled' },
  { id: 'open', label: 'Planned' },
];
/** Sessions may end many times a second; the list follows at most this often. Ms. */
const rhythm = 1_000;
const pageSize = 50;

/** Sessions as they end: when each was received, scored and mailed. The reader can hold the list still. */
@Component({
  selector: 'tq-sessions',
  imports: [RouterLink, LoadNotice, Skeleton, OutcomeMark],
  templateUrl: './sessions.page.html',
  styleUrl: './sessions.page.css',
})
export class SessionsPage {
  private readonly url = inject(UrlState);
  private readonly stream = inject(LiveStream);
  private readonly clock = inject(Clock);
  private readonly stateText = this.url.text('state');
  protected readonly cursor = this.url.text('cursor');
  protected readonly filters = filters;
  protected readonly state = computed<State>(() => filters.find(({ id }) => id === this.stateText())?.id ?? 'closed');
  protected readonly sessions = load(
    listSessions,
    () => ({ state: this.state(), limit: pageSize, ...(this.cursor() && { cursor: this.cursor() }) }),
    () => this.state() + this.cursor(),
  );
  protected readonly paused = signal(false);
  protected readonly waiting = signal(0);
  protected readonly waitingWords = computed(() => plural(this.waiting(), 'session has', 'sessions have'));
  protected readonly live = computed(() => this.stream.state() === 'open' && !this.paused() && this.cursor() === '');
  protected readonly words = stateWords;
  protected readonly step = stepText;
  protected readonly time = clockText;
  protected readonly instant = instantText;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const owner = inject(DestroyRef);
    owner.onDestroy(() => clearTimeout(this.timer));
    this.stream.on('session', () => this.hear(true), owner);
    this.stream.on('mail', () => this.hear(false), owner);
  }

  protected toggle(): void {
    this.paused.update((paused) => !paused);
    if (!this.paused()) this.refresh();
  }

  protected name(session: SessionItem): string {
    return session.tutorName ?? session.tutorId;
  }

  protected noMail(session: SessionItem): string {
    return noMailWords(session, this.clock.now());
  }

  private hear(isSession: boolean): void {
    if (this.live()) this.timer ??= setTimeout(() => this.refresh(), rhythm);
    else if (isSession) this.waiting.update((count) => count + 1);
  }

  private refresh(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.set(0);
    this.sessions.reload();
  }
}
