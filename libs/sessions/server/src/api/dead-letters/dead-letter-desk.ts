import { Inject, Injectable } from '@nestjs/common';
import { readDecision, readEvent, topics, type Problem } from '@tq/events';
import { ProblemError, unavailable } from '@tq/platform/http';
import { ReadDatabase } from '@tq/platform/postgres';
import type { DeadLetterStep } from './dead-letter.dto';
import { type DeadLetterPlace, DeadLetterReader } from './dead-letter-reader';

/** Where records go that are sent again, by topic; keyed, with `acks=all`. */
export type LogsByTopic = Readonly<
  Record<string, { send(records: readonly { readonly key: string; readonly value: Buffer }[]): Promise<void> }>
>;
export const LOGS_BY_TOPIC = Symbol('logs that records are sent again to');

/** What people do about dead letters. Who did what is kept for ever, whichever version of the tables finds the letter. */
@Injectable()
export class DeadLetterDesk {
  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(DeadLetterReader) private readonly reader: DeadLetterReader,
    @Inject(LOGS_BY_TOPIC) private readonly logs: LogsByTopic,
  ) {}

  /** What keeps a text (or the value as it was) from being an event of that topic. @throws ProblemError 404 */
  async check(place: DeadLetterPlace, document: string | undefined): Promise<readonly Problem[]> {
    const checked = read(place.topic, await this.bytes(place, document));
    return checked.ok ? [] : checked.problems;
  }

  /**
   * Puts it on the log again, under the key that its subject asks for: there it is an event like every other. The same
   * identity twice changes nothing, so that who tries again after an error doubles nothing.
   * @throws ProblemError 404, 409 where that was decided already, 422 while it is no valid event, 503 without the broker
   */
  async sendAgain(place: DeadLetterPlace, document: string | undefined, by: string): Promise<void> {
    await this.expectOpen(place);
    const value = await this.bytes(place, document);
    const checked = read(place.topic, value);
    if (!checked.ok || value === null)
      throw new ProblemError(422, {
        detail: 'It is no valid event yet.',
        errors: checked.ok ? [] : checked.problems.map(({ pointer, detail }) => ({ pointer, detail })),
      });
    const log = this.logs[place.topic];
    if (!log) throw new ProblemError(409, { detail: `Nothing is sent to ${place.topic} from here.` });
    await log.send([{ key: checked.event.subject, value }]).catch((error: unknown) => {
      throw unavailable('The broker does not answer; sending it again later doubles nothing.', error);
    });
    await this.keep(place, 'sent-again', by, { document: document === undefined ? null : value });
  }

  /** Nothing is to be done about it, for a reason. @throws ProblemError 404, 409 where that was decided already */
  async setAside(place: DeadLetterPlace, reason: string, by: string): Promise<void> {
    await this.expectOpen(place);
    await this.keep(place, 'set-aside', by, { reason });
  }

  /** It needs somebody again. @throws ProblemError 404, 409 where it is open */
  async reopen(place: DeadLetterPlace, by: string): Promise<void> {
    const { state } = await this.reader.standing(place);
    if (state === 'open') throw new ProblemError(409, { detail: 'It is open already.' });
    await this.keep(place, 'reopened', by, {});
  }

  private async expectOpen(place: DeadLetterPlace): Promise<void> {
    const { state } = await this.reader.standing(place);
    if (state !== 'open')
      throw new ProblemError(409, { detail: `It is ${state.replace('-', ' ')} already: reopen it first.` });
  }

  private async bytes(place: DeadLetterPlace, document: string | undefined): Promise<Buffer | null> {
    const { value } = await this.reader.standing(place);
    return document === undefined ? value : Buffer.from(document);
  }

  private async keep(
    { topic, partition, offset }: DeadLetterPlace,
    what: DeadLetterStep['what'],
    by: string,
    { reason = null, document = null }: { reason?: string | null; document?: Buffer | null },
  ): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO decision.dead_letter_step (topic, partition, record_offset, what, at, by_whom, reason, document)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [topic, partition, offset, what, Date.now(), by, reason, document],
    );
  }
}

function read(topic: string, value: Buffer | null) {
  return topic === topics.coachingEvents.name ? readDecision(value) : readEvent(value);
}
