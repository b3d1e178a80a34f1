import { ColumnSet, type ChunkPool, type CopyEncoder } from '@tq/platform/postgres';
import { byTime, type Anomaly, type Fact, type FactOf } from '@tq/sessions/core';
import type { KnownDecision } from '../fold/records';
import type { TutorChange } from '../fold/tutor-change';
import { addTouched, touchedBy, type Touched } from '../fold/write-announcements';
import { factColumns, writeDecisions } from '../fold/write-facts';
import { learnedColumns, learnedRows } from '../fold/write-learned-days';
import { addAnomalies } from '../fold/write-oddities';
import { dayColumns, sessionColumns } from '../fold/write-sessions';
import type { Statements } from './statements';

/** A tutor's row, all at once. */
interface TutorRow {
  readonly tutorId: string;
  readonly amended: boolean;
  readonly firstAt: number | null;
  readonly firstLearnedAt: number | null;
  readonly registered: FactOf<'tutoring.tutor.registered.v1'> | undefined;
  readonly departed: FactOf<'tutoring.tutor.departed.v1'> | undefined;
}

const tutorColumns = new ColumnSet<TutorRow>([
  ['tutor_id', 'text', ({ tutorId }) => tutorId],
  ['first_at', 'bigint', ({ firstAt }) => firstAt],
  ['first_learned_at', 'bigint', ({ firstLearnedAt }) => firstLearnedAt],
  ['amended', 'boolean', ({ amended }) => amended],
  ['name', 'text', ({ registered }) => registered?.data.name],
  ['email', 'text', ({ registered }) => registered?.data.email],
  ['time_zone', 'text', ({ registered }) => registered?.data.timeZone],
  ['lesson_subjects', 'jsonb', ({ registered }) => registered?.data.lessonSubjects],
  ['departed_at', 'bigint', ({ departed }) => departed?.at],
]);

/** The rows of tutors of whom the database holds nothing yet. */
export class BulkRows {
  private readonly facts;
  private readonly sessions;
  private readonly days;
  private readonly learned;
  private readonly tutors;
  private readonly decisions: KnownDecision[] = [];
  private readonly anomalies: Anomaly[] = [];
  private readonly touched: Touched[] = [];

  constructor(
    private readonly reportsFrom: number,
    pool: ChunkPool,
  ) {
    this.facts = factColumns.encoder(pool);
    this.sessions = sessionColumns.encoder(pool);
    this.days = dayColumns.encoder(pool);
    this.learned = learnedColumns.encoder(pool);
    this.tutors = tutorColumns.encoder(pool);
  }

  /** Keeps the rows only: the change itself is many times as large. */
  add(change: TutorChange, decisions: readonly KnownDecision[], amended: boolean): void {
    const { tutorId } = change;
    for (const event of change.events) this.facts.add(event);
    for (const { after } of change.sessions.values()) if (after) this.sessions.add(after);
    for (const [day, counts] of change.days) this.days.add({ tutorId, day, counts });
    for (const row of learnedRows(change)) this.learned.add(row);
    this.tutors.add(tutorRow(change, amended));
    this.decisions.push(...decisions);
    this.anomalies.push(...change.anomalies.found);
    this.touched.push(...touchedBy([change], this.reportsFrom));
  }

  async write(to: Statements, now: number): Promise<void> {
    copy(to, 'fact', factColumns, this.facts);
    copy(to, 'session', sessionColumns, this.sessions);
    copy(to, 'tutor_day', dayColumns, this.days);
    copy(to, 'tutor_day_learned', learnedColumns, this.learned);
    copy(to, 'tutor', tutorColumns, this.tutors);
    await writeDecisions(to.client, this.decisions);
    await addAnomalies(to.client, this.anomalies, now);
    await addTouched(to.client, this.touched);
  }
}

function copy<T>(to: Statements, table: string, { names }: ColumnSet<T>, rows: CopyEncoder<T>): void {
  if (rows.rows > 0) to.copy(`${table} (${names})`, rows.take());
}

function tutorRow({ tutorId, events }: TutorChange, amended: boolean): TutorRow {
  let firstAt: number | null = null;
  let firstLearnedAt: number | null = null;
  let registered: FactOf<'tutoring.tutor.registered.v1'> | undefined;
  let departed: FactOf<'tutoring.tutor.departed.v1'> | undefined;
  for (const { event, fact } of events) {
    if (firstLearnedAt === null || event.learnedAt < firstLearnedAt) firstLearnedAt = event.learnedAt;
    if (!fact) continue;
    if (firstAt === null || fact.at < firstAt) firstAt = fact.at;
    if (fact.type === 'tutoring.tutor.registered.v1') registered = later(registered, fact);
    if (fact.type === 'tutoring.tutor.departed.v1') departed = later(departed, fact);
  }
  return { tutorId, amended, firstAt, firstLearnedAt, registered, departed };
}

function later<F extends Fact>(known: F | undefined, fact: F): F {
  return known && byTime(known, fact) > 0 ? known : fact;
}
