import { Inject, Injectable } from '@nestjs/common';
import { readDecision, readEvent, topics, type Problem } from '@tq/events';
import { ProblemError, unavailable } from '@tq/platform/http';
import { type Client, inTransaction, ReadDatabase } from '@tq/platform/postgres';
import type { DeadLetterStep } from './dead-letter.dto';
import { type DeadLetterPlace, DeadLetterReader, type Standing } from './dead-letter-reader';

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
    await this.decide(place, async ({ value: came, state, last }, keep) => {
      if (state !== 'open') throw decidedAlready(last);
      const value = document === undefined ? came : Buffer.from(document);
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
      await keep('sent-again', by, { document: document === undefined ? null : value });
    });
  }

  /** Nothing is to be done about it, for a reason. @throws ProblemError 404, 409 where that was decided already */
  async setAside(place: DeadLetterPlace, reason: string, by: string): Promise<void> {
    await this.decide(place, async ({ state, last }, keep) => {
      if (state !== 'open') throw decidedAlready(last);
      await keep('set-aside', by, { reason });
    });
  }

  /** It needs somebody again. @throws ProblemError 404, 409 where it is open */
  async reopen(place: DeadLetterPlace, by: string): Promise<void> {
    await this.decide(place, async ({ state }, keep) => {
      if (state === 'open') throw new ProblemError(409, { detail: 'It is open already.' });
      await keep('reopened', by, {});
    });
  }

  /** Of two who decide about the same letter at once, the slower one sees what the other decided: one is sent once. */
  private async decide(place: DeadLetterPlace, work: (standing: Standing, keep: Keep) => Promise<void>): Promise<void> {
    await this.reader.standing(place);
    await inTransaction(this.database.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `dead letter ${place.topic}/${place.partition}/${place.offset}`,
      ]);
      await work(await this.reader.standing(place, client), keepAt(client, place));
    });
  }

  private async bytes(place: DeadLetterPlace, document: string | undefined): Promise<Buffer | null> {
    const { value } = await this.reader.standing(place);
    return document === undefined ? value : Buffer.from(document);
  }
}

type Keep = ReturnType<typeof keepAt>;

const keepAt =
  (client: Client, { topic, partition, offset }: DeadLetterPlace) =>
  async (
    what: DeadLetterStep['what'],
    by: string,
    { reason = null, document = null }: { reason?: string | null; document?: Buffer | null },
  ): Promise<void> => {
    await client.query(
      `INSERT INTO decision.dead_letter_step (topic, partition, record_offset, what, at, by_whom, reason, document)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [topic, partition, offset, what, Date.now(), by, reason, document],
    );
  };

function decidedAlready(last: Standing['last']): ProblemError {
  const how = last?.what === 'sent-again' ? 'sent again' : 'set aside';
  const at = `${new Date(last?.at ?? 0).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return new ProblemError(409, { detail: `It was ${how} by ${last?.by ?? 'somebody'}, ${at}: reopen it first.` });
}

function read(topic: string, value: Buffer | null) {
  return topic === topics.coachingEvents.name ? readDecision(value) : readEvent(value);
}
