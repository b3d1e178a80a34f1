import { setTimeout as wait } from 'node:timers/promises';
import { topics } from '@tq/events';
import { awkwardHistory, type Chance } from '@tq/platform/oracle';
import { Doors, type Door, type Sent } from './doors';
import type { Product } from './product';

const tickMs = 500;
const sessionsATick = 1;
const mostUnderWay = 12;
const hourMs = 3_600_000;

/** What stands on the log, as one word: values are compared whole. */
export const wordOf = (value: Uint8Array | null): string => (value ? Buffer.from(value).toString('base64') : 'none');

/**
 * Sends an awkward history and sessions that end now, by every door, and sends again what was not acknowledged: with
 * the same identities, as Rails does. Keeps what it tried and what was acknowledged.
 */
export class Driver {
  readonly attempted = new Set<string>();
  readonly acknowledged = new Set<string>();
  /** `tutor/session` of the sessions that ended and must be mailed, each once: nobody ever amends them. */
  readonly toBeMailed = new Set<string>();
  refusals = 0;
  private readonly doors: Doors;
  private readonly pieces: Sent[][];
  private readonly underWay = new Set<Promise<void>>();
  private made = 0;
  private factor = 1;
  private isOver = false;
  private running: Promise<void> | undefined;

  constructor(
    product: Product,
    private readonly chance: Chance,
    options: { readonly seed: number; readonly until: string; readonly tutors: number },
  ) {
    this.doors = new Doors(product);
    this.pieces = piecesOf(options, chance);
  }

  start(): void {
    this.running = this.run();
  }

  /** How many times its usual rate it sends. */
  set rate(factor: number) {
    this.factor = factor;
  }

  /** Sends the rest of the history, and whatever was not acknowledged, until all of it is. */
  async finish(): Promise<void> {
    this.isOver = true;
    await this.running;
    for (const piece of this.pieces.splice(0)) {
      await this.room();
      this.deliver(piece);
    }
    await Promise.all(this.underWay);
  }

  async close(): Promise<void> {
    await this.doors.close();
  }

  /** A session that ends now. @returns its tutor, when it is acknowledged */
  async endSession(tutorId: string): Promise<void> {
    await this.untilAcknowledged(this.aSession(tutorId), 'http');
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      for (let i = 0; i < this.factor; i++) {
        const piece = this.pieces.pop();
        if (piece) this.deliver(piece);
        for (let n = 0; n < sessionsATick; n++) this.deliver(this.aSession(`live-${this.chance.under(25)}`));
      }
      await wait(tickMs);
      await this.room();
    }
  }

  private async room(): Promise<void> {
    while (this.underWay.size >= mostUnderWay * this.factor) await Promise.race(this.underWay);
  }

  private deliver(records: readonly Sent[]): void {
    const isLegal = records.every(({ topic, key }) => topic === topics.sessionEvents.name && key !== 'junk');
    const doors: Door[] = isLegal ? ['http', 'webhook', 'kafka'] : ['kafka'];
    const work = this.untilAcknowledged(records, this.chance.of(doors)).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private async untilAcknowledged(records: readonly Sent[], door: Door): Promise<void> {
    for (const { value } of records) this.attempted.add(wordOf(value));
    for (;;) {
      try {
        await this.doors.send(door, records);
        for (const { value } of records) this.acknowledged.add(wordOf(value));
        return;
      } catch {
        this.refusals++;
        await wait(200 + this.chance.under(800));
      }
    }
  }

  /** Moved before, now and then; held or missed; by a producer whose clock is an hour ahead, now and then. */
  private aSession(tutorId: string): Sent[] {
    const sessionId = `ends-${this.made++}`;
    const isAhead = this.chance.happens(0.1);
    const now = Date.now() + (isAhead ? hourMs : 0);
    const event = (kind: string, at: number, data: object): Sent => ({
      topic: topics.sessionEvents.name,
      key: tutorId,
      value: Buffer.from(
        JSON.stringify({
          specversion: '1.0',
          source: isAhead ? '/an-hour-ahead' : '/now',
          subject: tutorId,
          id: `${sessionId}-${kind}`,
          type: `tutoring.session.${kind}.v1`,
          time: text(at),
          ...(isAhead ? { recordedtime: text(at) } : {}),
          data: { sessionId, ...data },
        }),
      ),
    });
    this.toBeMailed.add(`${tutorId}/${sessionId}`);
    const moved = { initiatedBy: 'tutor', reasonCode: 'illness', previousStartsAt: text(now), newStartsAt: text(now), newEndsAt: text(now) }; // prettier-ignore
    return [
      ...(this.chance.happens(0.2) ? [event('rescheduled', now - hourMs, moved)] : []),
      this.chance.happens(0.1)
        ? event('no-show', now, { missedBy: 'tutor' })
        : event('completed', now, { startedAt: text(now - hourMs), endedAt: text(now) }),
    ];
  }
}

const text = (at: number): string => new Date(at).toISOString();

function piecesOf(options: { seed: number; until: string; tutors: number }, chance: Chance): Sent[][] {
  const { documents, junk, decisions } = awkwardHistory({ ...options, prefix: 'awkward-' });
  const sent = (topic: string, document: { subject: string }): Sent => ({
    topic,
    key: document.subject,
    value: Buffer.from(JSON.stringify(document)),
  });
  const facts = documents.map((document) => sent(topics.sessionEvents.name, document));
  const pieces: Sent[][] = [];
  while (facts.length > 0) pieces.push(facts.splice(0, 1 + chance.under(60)));
  for (const value of junk)
    pieces.push([{ topic: topics.sessionEvents.name, key: 'junk', value: value && Buffer.from(value) }]);
  for (const decision of decisions) pieces.push([sent(topics.coachingEvents.name, decision)]);
  return chance.shuffled(pieces);
}
