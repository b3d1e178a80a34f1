import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { factExcuseTypes } from './excuse-types';
import { inTransaction, ReadDatabase } from '@tq/platform/postgres';
import { DecisionRelay } from './decision-relay';
import type { ExcuseCommand } from './fact.dto';
import { FactReader } from './fact-reader';

/** Administrators' decisions that a fact is excused: appended to Postgres with who and when, then published by the relay. */
@Injectable()
export class Excuses {
  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(FactReader) private readonly facts: FactReader,
    @Inject(DecisionRelay) private readonly relay: DecisionRelay,
  ) {}

  /** Kept when this returns; it counts as soon as scoring has read it. @throws ProblemError 404 for an unknown fact */
  async decide(
    what: 'excused' | 'withdrawn',
    tutorId: string,
    { factSource: source, factId: id, reason }: ExcuseCommand,
    by: string,
  ): Promise<void> {
    await this.facts.expectFact(tutorId, source, id);
    await inTransaction(this.database.pool, async (client) => {
      // Decisions of one tutor are put in order by their times: two in one millisecond must not come out as one.
      await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`decision ${tutorId}`]);
      const { rows } = await client.query<{ last: number | null }>(
        'SELECT max(at) AS last FROM decision.decision WHERE tutor_id = $1',
        [tutorId],
      );
      const at = Math.max(Date.now(), (rows[0]?.last ?? 0) + 1);
      const document = {
        specversion: '1.0',
        source: '/gateway',
        subject: tutorId,
        id: randomUUID(),
        type: factExcuseTypes[what],
        time: new Date(at).toISOString(),
        datacontenttype: 'application/json',
        data: { source, id, ...(reason === undefined ? {} : { reason }) },
      };
      await client.query(
        'INSERT INTO decision.decision (id, tutor_id, type, at, decided_by, document) VALUES ($1, $2, $3, $4, $5, $6)',
        [document.id, tutorId, document.type, at, by, document],
      );
    });
    this.relay.trigger();
  }
}
