import { Inject, Injectable } from '@nestjs/common';
import { Metrics, ProblemError, unavailable } from '@tq/platform/http';
import { LogProducer, LogUnavailable } from '@tq/platform/kafka';
import type { SenderRequest } from '../credentials/sender';
import { drain, readBody } from './body';
import { RateLimit } from './rate-limit';
import { kindOf, readEvents, type BodyKind } from './read-events';

export interface Accepted {
  /** Events of the request that are on the log, doubles among them. */
  readonly accepted: number;
}

/** What both doors do with a request that they let in, in the contract's order (§1, HTTP). */
@Injectable()
export class Intake {
  private readonly accepted;
  private readonly refused;

  constructor(
    @Inject(LogProducer) private readonly log: LogProducer,
    @Inject(RateLimit) private readonly rate: RateLimit,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.accepted = metrics.counter('ingestion_events_accepted_total', 'Events put on the log, doubles too.', ['door']);
    this.refused = metrics.counter('ingestion_requests_refused_total', 'Requests of known senders that were refused.', [
      'door',
      'status',
    ]);
  }

  /** @throws ProblemError 415, 413, 400, 422, 429 or 503; up to 429 nothing of the request is on the log */
  async take(request: SenderRequest, door: 'events' | 'webhook'): Promise<Accepted> {
    try {
      const accepted = await this.putOnLog(request);
      this.accepted.inc({ door }, accepted);
      return { accepted };
    } catch (error) {
      if (error instanceof ProblemError) this.refused.inc({ door, status: String(error.status) });
      throw error;
    }
  }

  private async putOnLog(request: SenderRequest): Promise<number> {
    const kind = await this.kind(request);
    const records = readEvents(request.received ?? (await readBody(request)), kind);
    const sender = request.sender!;
    const wait = this.rate.take(sender, records.length);
    if (wait > 0) {
      throw new ProblemError(429, {
        detail: 'This key sends more events than it may.',
        headers: { 'retry-after': String(wait) },
      });
    }
    try {
      await this.log.send(records);
    } catch (error) {
      this.rate.giveBack(sender, records.length);
      if (!(error instanceof LogUnavailable)) throw error;
      throw unavailable('The broker did not acknowledge it: send it again, with the same ids.', error, 1);
    }
    return records.length;
  }

  private async kind(request: SenderRequest): Promise<BodyKind> {
    try {
      return kindOf(request.headers['content-type'], request.headers['content-encoding']);
    } catch (error) {
      if (!request.received) await drain(request);
      throw error;
    }
  }
}
