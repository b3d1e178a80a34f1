import { randomBytes } from 'node:crypto';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Metrics } from '../metrics';
import { unavailable } from '../problem';

interface Message {
  readonly id: string;
  readonly frame: string;
}

interface Listener {
  readonly response: Response;
  readonly isStillAllowed: () => Promise<boolean>;
}

const remembered = 500;
const mostListeners = 1000;
const heartbeatMs = 15_000;
const reviewMs = 60_000;
/** A client that leaves this much unread is cut off; it comes back with Last-Event-ID when it can. */
const largestBacklog = 1_000_000;

/**
 * Server-sent events to all who listen. A client that comes back with `Last-Event-ID` gets what it missed; where that is
 * no longer known, `reset` tells it to read everything anew.
 */
@Injectable()
export class LiveHub implements BeforeApplicationShutdown {
  private readonly epoch = randomBytes(4).toString('hex');
  private readonly past: Message[] = [];
  private readonly listeners = new Set<Listener>();
  private last = 0;
  private timer: NodeJS.Timeout | undefined;
  private reviewedAt = Date.now();

  constructor(@Inject(Metrics) metrics: Metrics) {
    metrics.gauge('live_listeners', 'Consoles that listen to server-sent events now.', [], () => this.listeners.size);
  }

  get hasListeners(): boolean {
    return this.listeners.size > 0;
  }

  /** Tells everybody. Costs nothing but memory when nobody listens. */
  publish(event: string, data: unknown): void {
    const id = `${this.epoch}-${++this.last}`;
    const message = { id, frame: `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n` };
    this.past.push(message);
    if (this.past.length > remembered) this.past.shift();
    for (const listener of this.listeners) this.write(listener, message.frame);
  }

  /** @param isStillAllowed asked every minute: a stream does not outlive its session */
  add(request: Request, response: Response, isStillAllowed: () => Promise<boolean>): void {
    if (this.listeners.size >= mostListeners) throw unavailable('Too many consoles listen already.', undefined, 30);
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    request.socket.setNoDelay(true);
    request.socket.setTimeout(0);
    const listener: Listener = { response, isStillAllowed };
    this.listeners.add(listener);
    response.once('close', () => this.remove(listener));
    this.write(listener, 'retry: 2000\n\n');
    for (const frame of this.missed(request.headers['last-event-id'])) this.write(listener, frame);
    this.timer ??= setInterval(() => this.beat(), heartbeatMs);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
    for (const { response } of this.listeners) response.end();
  }

  private missed(lastId: string | string[] | undefined): string[] {
    if (typeof lastId !== 'string' || lastId === '')
      return [`id: ${this.epoch}-${this.last}\nevent: hello\ndata: {}\n\n`];
    const [epoch, text] = lastId.split('-');
    const after = Number(text);
    const oldest = this.last - this.past.length;
    if (epoch !== this.epoch || !(after >= oldest && after <= this.last)) {
      return [`id: ${this.epoch}-${this.last}\nevent: reset\ndata: {}\n\n`];
    }
    return this.past.slice(after - oldest).map(({ frame }) => frame);
  }

  private write(listener: Listener, frame: string): void {
    const { response } = listener;
    if (response.writableEnded || response.destroyed) return;
    if (response.writableLength > largestBacklog) {
      response.destroy();
      return;
    }
    response.write(frame);
  }

  private beat(): void {
    for (const listener of this.listeners) this.write(listener, ': alive\n\n');
    if (Date.now() - this.reviewedAt < reviewMs) return;
    this.reviewedAt = Date.now();
    for (const listener of this.listeners) {
      listener.isStillAllowed().then(
        (allowed) => !allowed && listener.response.end(),
        () => undefined, // The database is away: nobody is thrown out for that.
      );
    }
  }

  private remove(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
