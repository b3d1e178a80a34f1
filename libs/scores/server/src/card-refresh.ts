import type { ScoreCard } from '@tq/events';
import { inTransaction, type Client, type Pool, type Projection } from '@tq/platform/postgres';
import type { Prior } from '@tq/scores/core';
import { dayOf, type Day } from '@tq/sessions/core';
import { announce, waitingAnnouncements, type Announcement } from './announcements';
import { judgeInParts, type Judging, type Recommend } from './cards-as-of';
import { endOfDay } from './day-end';
import { LevelSinceMemory } from './level-since';
import { writeLevelChanges } from './level-changes';
import { priorOfDay } from './priors.query';
import { readingsChannel, readingsState, type ReadingsState } from './readings.query';
import { inForceBefore, ruleSets } from './rule-set-store';

export interface CardRefreshOptions {
  readonly pool: Pool;
  readonly projection: Projection;
  readonly recommend: Recommend;
  /** Epoch milliseconds: what today is. */
  readonly clock: () => number;
  /** A version that nobody reads yet: nothing is announced, no change of level is told. */
  readonly silent?: boolean;
  /** For tests. */
  readonly mostAtOnce?: number;
}

/** What a refresh did. */
export interface Refreshed {
  readonly generation: number;
  readonly cards: number;
  /** Whether every card was made anew. */
  readonly all: boolean;
  readonly announced: number;
}

/** What the fold left to look at. */
interface Touched {
  /** Tutors whose facts changed, and whether any of it is news (else it is history that came in late). */
  readonly tutors: ReadonlyMap<string, { readonly news: boolean }>;
  /** The earliest day whose counts changed. */
  readonly firstDay: Day;
}

/**
 * A lock that one refresh at a time holds, whichever process it runs in; a switch of versions holds it too, so that a
 * session is announced by one version only. Those of silent versions wait for nobody.
 */
export const refreshLock = `hashtext('tutor-quality cards')`;
const cardsInOneStatement = 1000;

/**
 * Brings today's cards up to what the fold has committed, in one transaction: readers see the old generation or the new
 * one. Only touched tutors are judged anew, unless the day, its prior or the rules changed.
 */
export class CardRefresh {
  private readonly levelSince = new LevelSinceMemory();
  private lastGeneration: number | undefined;

  constructor(private readonly options: CardRefreshOptions) {}

  /** @returns null where nothing had changed, or another version is the active one by now */
  async refresh(): Promise<Refreshed | null> {
    const { pool, projection, clock } = this.options;
    return inTransaction(pool, async (client) => {
      if (!this.options.silent) {
        await client.query(`SELECT pg_advisory_xact_lock(${refreshLock})`);
        if (!(await isActive(client, projection.schema))) return null;
      }
      const now = clock();
      const today = dayOf(now, projection.timeZone);
      // The order matters: the cards then hold at least these offsets, and the sessions that are announced.
      const moved = await this.takeOffsets(client);
      const waiting = this.options.silent
        ? []
        : await waitingAnnouncements(client, projection.schema, endOfDay(today, projection.timeZone));
      const touched = await this.takeTouched(client);
      const before = await readingsState(client, projection.schema);
      // Another process refreshed in between: what it learned about past days is not known here.
      if (before?.generation !== this.lastGeneration) this.levelSince.clear();
      const rules = inForceBefore(now + 1, await ruleSets(client));
      const sameDay = before?.asOf === today;
      const sameRules = before?.ruleSetVersion === rules.version;
      if (before && sameDay && sameRules && touched.tutors.size === 0 && waiting.length === 0 && !moved) return null;
      // Another version may have queued a session before this one became active: its tutor is then touched by nobody.
      const asked = [...new Set([...touched.tutors.keys(), ...waiting.map(({ tutorId }) => tutorId)])];

      const restated = !sameDay || touched.firstDay < today;
      if (restated) {
        await this.dropPriors(client, touched.firstDay, today);
        this.levelSince.forget(touched.tutors.keys());
      }
      const prior =
        // Only the earliest day is known, later ones may have changed too: every late fact asks for the prior again.
        before && sameDay && touched.firstDay >= today
          ? before.prior
          : await priorOfDay(client, projection.schema, today);
      const all = !sameDay || !sameRules || !samePrior(before.prior, prior);
      const state: ReadingsState = {
        generation: (before?.generation ?? 0) + 1,
        asOf: today,
        prior,
        ruleSetVersion: rules.version,
        restated: restated || !before ? (before?.generation ?? 0) + 1 : before.restated,
        refreshedAt: now,
      };
      const isNews = (tutorId: string): boolean =>
        before !== null && (!sameDay || !sameRules || touched.tutors.get(tutorId)?.news === true);
      const judging = { asOf: today, prior, rules, recommend: this.options.recommend };
      const made = await this.make(client, state, judging, all ? null : asked, waiting, isNews);
      this.lastGeneration = state.generation;
      return { generation: state.generation, all, ...made };
    });
  }

  private async takeOffsets(client: Client): Promise<boolean> {
    const { schema } = this.options.projection;
    const { rowCount } = await client.query(
      `INSERT INTO ${schema}.readings_offset AS r (topic, partition, next_offset)
       SELECT topic, partition, next_offset FROM ${schema}.fold_offset
       ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset
       WHERE r.next_offset <> excluded.next_offset`,
    );
    return (rowCount ?? 0) > 0;
  }

  private async takeTouched(client: Client): Promise<Touched> {
    const { rows } = await client.query<{ tutor_id: string; first_day: Day | null; news: boolean }>(
      `DELETE FROM ${this.options.projection.schema}.touched RETURNING tutor_id, first_day, news`,
    );
    const tutors = new Map<string, { news: boolean }>();
    let firstDay = Infinity;
    for (const row of rows) {
      tutors.set(row.tutor_id, { news: row.news || tutors.get(row.tutor_id)?.news === true });
      if (row.first_day !== null) firstDay = Math.min(firstDay, row.first_day);
    }
    return { tutors, firstDay };
  }

  /** A day's counts are in the priors of the days behind it. */
  private async dropPriors(client: Client, firstDay: Day, today: Day): Promise<void> {
    await client.query(`DELETE FROM ${this.options.projection.schema}.prior WHERE day > $1`, [
      Math.min(firstDay, today),
    ]);
  }

  /** Makes cards, writes them, and tells what is to be told of them. */
  private async make(
    client: Client,
    state: ReadingsState,
    judging: Judging,
    asked: readonly string[] | null,
    waiting: readonly Announcement[],
    isNews: (tutorId: string) => boolean,
  ): Promise<Pick<Refreshed, 'cards' | 'announced'>> {
    const { projection, clock, silent, mostAtOnce } = this.options;
    const { generation } = state;
    const awaited = new Set(waiting.map(({ tutorId }) => tutorId));
    const awaitedCards: ScoreCard[] = [];
    const awaitedBefore = new Map<string, ScoreCard>();
    const listed = new Set<string>();
    for await (const cards of judgeInParts(client, projection, judging, asked, mostAtOnce)) {
      for (const { tutorId } of cards) listed.add(tutorId);
      const before = silent ? new Map<string, ScoreCard>() : await this.cardsBefore(client, cards);
      await this.writeCards(client, generation, cards);
      if (!silent) {
        const later = await this.newsSince(client, cards);
        const isNewsByNow = (tutorId: string): boolean => later.has(tutorId) || isNews(tutorId);
        await writeLevelChanges(client, projection.schema, { cards, before, isNews: isNewsByNow, now: clock() });
      }
      for (const card of cards.filter(({ tutorId }) => awaited.has(tutorId))) {
        awaitedCards.push(card);
        const was = before.get(card.tutorId);
        if (was) awaitedBefore.set(card.tutorId, was);
      }
    }
    await this.unlist(client, generation, asked?.filter((tutorId) => !listed.has(tutorId)) ?? null);
    const announced = await announce(client, projection, {
      waiting,
      cards: awaitedCards,
      before: awaitedBefore,
      state,
      levelSince: this.levelSince,
      now: clock(),
    });
    await this.writeState(client, state);
    if (!silent) await client.query('SELECT pg_notify($1, $2)', [readingsChannel, String(generation)]);
    return { cards: listed.size, announced };
  }

  /**
   * Of whom something new was folded since the refresh began: these cards hold it already, so the next refresh, which it
   * is left for, finds no change of level to tell.
   */
  private async newsSince(client: Client, cards: readonly ScoreCard[]): Promise<Set<string>> {
    const { rows } = await client.query<{ tutor_id: string }>(
      `SELECT DISTINCT tutor_id FROM ${this.options.projection.schema}.touched WHERE news AND tutor_id = ANY ($1)`,
      [cards.map(({ tutorId }) => tutorId)],
    );
    return new Set(rows.map((row) => row.tutor_id));
  }

  private async writeState(client: Client, state: ReadingsState): Promise<void> {
    const { projection } = this.options;
    await client.query(
      `INSERT INTO ${projection.schema}.readings_state
         (is_row, generation, as_of, alpha, beta, tutors, rule_set_version, restated, refreshed_at)
       VALUES (true, $1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (is_row) DO UPDATE SET generation = $1, as_of = $2, alpha = $3, beta = $4, tutors = $5,
         rule_set_version = $6, restated = $7, refreshed_at = $8`,
      [
        state.generation,
        state.asOf,
        state.prior.alpha,
        state.prior.beta,
        state.prior.tutors,
        state.ruleSetVersion,
        state.restated,
        state.refreshedAt,
      ],
    );
  }

  /** The cards that readers still see. */
  private async cardsBefore(client: Client, cards: readonly ScoreCard[]): Promise<Map<string, ScoreCard>> {
    const { rows } = await client.query<{ tutor_id: string; item: ScoreCard }>({
      name: 'cards-before',
      text: `SELECT tutor_id, item FROM ${this.options.projection.schema}.card
             WHERE tutor_id = ANY ($1) AND item IS NOT NULL`,
      values: [cards.map(({ tutorId }) => tutorId)],
    });
    return new Map(rows.map((row) => [row.tutor_id, row.item]));
  }

  private async writeCards(client: Client, generation: number, cards: readonly ScoreCard[]): Promise<void> {
    const { schema } = this.options.projection;
    for (let i = 0; i < cards.length; i += cardsInOneStatement) {
      const some = cards.slice(i, i + cardsInOneStatement);
      await client.query({
        name: 'write-cards',
        text: `INSERT INTO ${schema}.card (tutor_id, item, generation)
               SELECT tutor_id, item, $3 FROM unnest($1::text[], $2::json[]) AS made(tutor_id, item)
               ON CONFLICT (tutor_id) DO UPDATE SET item = excluded.item, generation = excluded.generation`,
        values: [some.map(({ tutorId }) => tutorId), some.map((card) => JSON.stringify(card)), generation],
      });
    }
  }

  /**
   * Whoever was asked for and has no card now is no longer listed (all facts retracted, or none until that day).
   * @param gone null: everybody without a card of this generation
   */
  private async unlist(client: Client, generation: number, gone: readonly string[] | null): Promise<void> {
    if (gone?.length === 0) return;
    await client.query(
      `UPDATE ${this.options.projection.schema}.card SET item = NULL, generation = $1
       WHERE item IS NOT NULL AND ${gone ? 'tutor_id = ANY ($2)' : 'generation < $1'}`,
      gone ? [generation, gone] : [generation],
    );
  }
}

async function isActive(client: Client, schema: string): Promise<boolean> {
  return (await client.query('SELECT FROM tq.projection WHERE schema = $1 AND active', [schema])).rowCount === 1;
}

function samePrior(a: Prior, b: Prior): boolean {
  return a.alpha === b.alpha && a.beta === b.beta && a.tutors === b.tutors;
}
