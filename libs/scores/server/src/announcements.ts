import { topics, type ScoreCard, type ScoreEvent } from '@tq/events';
import type { Client, Projection } from '@tq/platform/postgres';
import type { LevelSince, LevelSinceMemory } from './level-since';
import { keepPriors, priorDays } from './priors.query';
import type { ReadingsState } from './readings.query';
import { inForceBefore, ruleSets } from './rule-set-store';
import { scoreEvent, writeScoreEvents } from './score-event-outbox';
import { trendsOf, type TrendDay } from './trends.query';

/** A session that closed and was not announced yet. */
export interface Announcement {
  readonly tutorId: string;
  readonly sessionId: string;
  readonly kind: 'ended' | 'closed';
}

interface SessionRow {
  tutor_id: string;
  session_id: string;
  state: 'open' | 'held' | 'missed' | 'cancelled';
  lesson_subject: string | null;
  is_first: boolean;
  starts_at: number | null;
  ends_at: number | null;
  move_list: { by: 'tutor' | 'student' | 'platform'; at: number; from: number; to: number; excused: boolean; reasonCode: string }[] | null; // prettier-ignore
  closed_at: number;
  closed_by: 'tutor' | 'student' | 'platform' | null;
  excused: boolean;
  received_at: number;
  started_at: number | null;
  ended_at: number | null;
  tutor_joined_at: number | null;
}

/**
 * Sessions that can be announced now: a card of their tutor as of the day holds them. Those whose closing was withdrawn
 * wait on.
 * @param end when the day of the cards is over, epoch milliseconds
 */
export async function waitingAnnouncements(client: Client, schema: string, end: number): Promise<Announcement[]> {
  const { rows } = await client.query<Announcement>(
    `SELECT a.tutor_id AS "tutorId", a.session_id AS "sessionId", a.kind FROM tq.announcement a
     JOIN ${schema}.session s ON (s.tutor_id, s.session_id) = (a.tutor_id, a.session_id)
     JOIN ${schema}.tutor t ON t.tutor_id = a.tutor_id
     WHERE a.scored_at IS NULL AND t.first_at < $1 AND ${isClosedAs('a.kind')}`,
    [end],
  );
  return rows;
}

const isClosedAs = (kind: string): string => `s.state <> 'open' AND (s.state = 'cancelled') = (${kind} = 'closed')`;

export interface AnnounceInput {
  readonly waiting: readonly Announcement[];
  /** Of the tutors of whom sessions wait, at least. */
  readonly cards: readonly ScoreCard[];
  readonly before: ReadonlyMap<string, ScoreCard>;
  readonly state: ReadingsState;
  readonly levelSince: LevelSinceMemory;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Puts `tutoring.session.ended.v1` and `tutoring.session.closed.v1` into the outbox, each once for ever, with the card
 * that holds the session. A closing that was withdrawn meanwhile waits on.
 * @returns how many
 */
export async function announce(client: Client, projection: Projection, input: AnnounceInput): Promise<number> {
  const cards = new Map(input.cards.map((card) => [card.tutorId, card]));
  const waiting = input.waiting.filter(({ tutorId }) => cards.has(tutorId));
  if (waiting.length === 0) return 0;
  const { schema } = projection;
  const { rows } = await client.query<SessionRow>(
    `SELECT s.* FROM unnest($1::text[], $2::text[], $3::text[]) AS waiting(tutor_id, session_id, kind)
     JOIN ${schema}.session s USING (tutor_id, session_id)
     WHERE ${isClosedAs('waiting.kind')}
     ORDER BY s.closed_at, s.session_id`,
    [waiting.map((w) => w.tutorId), waiting.map((w) => w.sessionId), waiting.map((w) => w.kind)],
  );
  if (rows.length === 0) return 0;

  const tutorIds = [...new Set(rows.map((row) => row.tutor_id))];
  const trends = await trendsOf(client, schema, tutorIds, input.state.asOf);
  const announced = tutorIds.map((tutorId) => cards.get(tutorId) as ScoreCard);
  const since = await input.levelSince.of(client, projection, input.state, announced, () =>
    keepPriors(client, schema, input.state.asOf - priorDays + 1, input.state.asOf),
  );
  const limit = inForceBefore(input.now + 1, await ruleSets(client)).rescheduleLimit;
  const events = rows.map((row) =>
    eventOf(row, {
      card: cards.get(row.tutor_id) as ScoreCard,
      before: input.before.get(row.tutor_id) ?? null,
      levelSince: since.get(row.tutor_id) ?? null,
      trend: trends.get(row.tutor_id) ?? [],
      timeZone: projection.timeZone,
      rescheduleLimit: limit,
      prior: { alpha: input.state.prior.alpha, beta: input.state.prior.beta },
      scoredAt: text(input.now),
    }),
  );
  await writeScoreEvents(client, topics.scoreEvents.name, events, input.now);
  await client.query(
    `UPDATE tq.announcement a SET scored_at = $1
     FROM unnest($2::text[], $3::text[], $4::text[]) AS done(tutor_id, session_id, kind)
     WHERE (a.tutor_id, a.session_id, a.kind) = (done.tutor_id, done.session_id, done.kind)`,
    [
      input.now,
      rows.map((row) => row.tutor_id),
      rows.map((row) => row.session_id),
      rows.map((row) => (row.state === 'cancelled' ? 'closed' : 'ended')),
    ],
  );
  return rows.length;
}

interface Around {
  readonly card: ScoreCard;
  readonly before: ScoreCard | null;
  readonly levelSince: LevelSince;
  readonly trend: TrendDay[];
  readonly timeZone: string;
  readonly rescheduleLimit: number;
  readonly prior: { readonly alpha: number; readonly beta: number };
  readonly scoredAt: string;
}

function eventOf(row: SessionRow, around: Around): ScoreEvent {
  const data = {
    tutorId: row.tutor_id,
    tutorName: around.card.name,
    sessionId: row.session_id,
    excused: row.excused,
    lessonSubject: row.lesson_subject,
    isFirstSession: row.is_first,
    plannedStartsAt: textOrNull(row.starts_at),
    plannedEndsAt: textOrNull(row.ends_at),
    startedAt: textOrNull(row.started_at),
    endedAt: textOrNull(row.ended_at),
    tutorJoinedAt: textOrNull(row.tutor_joined_at),
    closedAt: text(row.closed_at),
    receivedAt: text(row.received_at),
    moves: (row.move_list ?? []).map((move) => ({
      ...move,
      at: text(move.at),
      from: text(move.from),
      to: text(move.to),
    })),
    ...around,
  };
  const about = `${row.tutor_id}/${row.session_id}`;
  if (row.state === 'cancelled') {
    const cancelled = { ...data, outcome: 'cancelled' as const, by: row.closed_by ?? 'platform' };
    return scoreEvent('tutoring.session.closed.v1', row.tutor_id, `closed/${about}`, data.closedAt, cancelled);
  }
  const by = row.closed_by === 'tutor' || row.closed_by === 'student' ? { missedBy: row.closed_by } : {};
  const ended = { ...data, outcome: row.state === 'missed' ? ('missed' as const) : ('held' as const), ...by };
  return scoreEvent('tutoring.session.ended.v1', row.tutor_id, `ended/${about}`, data.closedAt, ended);
}

const text = (at: number): string => new Date(at).toISOString();
const textOrNull = (at: number | null): string | null => (at === null ? null : text(at));
