import { topics, type ScoreCard, type ScoreEvent } from '@tq/events';
import type { Client } from '@tq/platform/postgres';
import { scoreEvent, writeScoreEvents } from './score-event-outbox';

export interface LevelChangesInput {
  readonly cards: readonly ScoreCard[];
  readonly before: ReadonlyMap<string, ScoreCard>;
  /** History that comes in late changes levels too, but is no news. */
  readonly isNews: (tutorId: string) => boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Puts `tutoring.score.changed.v1` into the outbox for every tutor whose level, or need of somebody, changed. */
export async function writeLevelChanges(client: Client, schema: string, input: LevelChangesInput): Promise<void> {
  const changed = input.cards.filter((card) => {
    const before = input.before.get(card.tutorId);
    const isSame = before
      ? before.riskLevel === card.riskLevel && before.needsYou === card.needsYou
      : // Of whom we hear for the first time, only a level that calls for somebody is a change.
        card.riskLevel === 'ok' || card.riskLevel === 'insufficient-data';
    return !isSame && input.isNews(card.tutorId);
  });
  if (changed.length === 0) return;
  const { rows } = await client.query<{ tutor_id: string; level_changes: number }>(
    `UPDATE ${schema}.card SET level_changes = level_changes + 1 WHERE tutor_id = ANY ($1)
     RETURNING tutor_id, level_changes`,
    [changed.map(({ tutorId }) => tutorId)],
  );
  const numbers = new Map(rows.map((row) => [row.tutor_id, row.level_changes]));
  const at = new Date(input.now).toISOString();
  const events = changed.map((card): ScoreEvent => {
    const was = input.before.get(card.tutorId);
    return scoreEvent(
      'tutoring.score.changed.v1',
      card.tutorId,
      `level/${card.tutorId}/${numbers.get(card.tutorId)}`,
      at,
      {
        tutorId: card.tutorId,
        tutorName: card.name,
        before: was ? { riskLevel: was.riskLevel, needsYou: was.needsYou } : null,
        card,
        at,
      },
    );
  });
  await writeScoreEvents(client, topics.scoreEvents.name, events, input.now);
}
