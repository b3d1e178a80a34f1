import { messageIdOf } from '@tq/platform/mail';
import { inTransaction, type Client, type Pool } from '@tq/platform/postgres';
import {
  flagAlertView,
  gatheringView,
  mailKey,
  partsOf,
  sessionKey,
  sessionReportView,
  tellsOf,
  type CancelledSession,
  type EndedSession,
  type LevelChange,
} from '@tq/reports/core';
import { dailyDigest, flagAlert, rollUp, sessionReport } from '@tq/reports/email';
import { instantOf } from '@tq/events';
import { composeMail, linksFor, type Composition, type Sender } from './compose-mail';
import {
  dropUnwanted,
  dueReports,
  endedBeside,
  itemsOf,
  nextDue,
  nextSlot,
  partsSoFar,
  type DueItem,
  type Slot,
} from './due-items.query';
import { addMail, markItems, type NewMail } from './mail.store';

/** Session reports written in one transaction: few enough that a crash repeats little. */
const reportsAtOnce = 10;
/** Items read for one roll-up or digest; what is more makes further parts. */
const itemsAtOnce = 1500;

/** Turns what is due into mails, each kept whole before any is sent. */
export class Planner {
  constructor(
    private readonly pool: Pool,
    private readonly sender: Sender,
  ) {}

  /**
   * Writes some of the mails that are due. Only one process plans at a time; another finds nothing to do.
   * @returns how many were queued, and whether there may be more
   */
  async planSome(now: number): Promise<{ queued: number; more: boolean }> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ mine: boolean }>(
        `SELECT pg_try_advisory_xact_lock(hashtext('tutor-quality mail planner')) AS mine`,
      );
      if (!rows[0]?.mine) return { queued: 0, more: false };
      await dropUnwanted(client, now);
      const reports = await dueReports(client, now, reportsAtOnce);
      for (const item of reports) await this.#report(client, item, now);
      const slot = await nextSlot(client, now);
      const gathered = slot === null ? 0 : await this.#slot(client, slot, now);
      const queued = reports.length + gathered;
      if (queued > 0) await client.query(`SELECT pg_notify('tq_mail', 'queued')`);
      return { queued, more: reports.length === reportsAtOnce || slot !== null };
    });
  }

  /** When there is something to plan next, epoch ms; null = nothing waits. */
  nextDue(): Promise<number | null> {
    return nextDue(this.pool);
  }

  async #report(client: Client, item: DueItem, now: number): Promise<void> {
    const { recipient } = item;
    const session = item.data as EndedSession;
    const key = mailKey.sessionReport(recipient.email, session);
    await this.#add(client, [item], now, {
      email: sessionReport,
      view: () => sessionReportView(session, recipient, linksFor(this.sender, recipient.email), now),
      key,
      to: recipient.email,
      sessions: [sessionKey(session)],
      ...(item.episode === null ? {} : { thread: mailKey.episode(recipient.email, item.tutorId, item.episode) }),
      now,
    });
  }

  async #slot(client: Client, slot: Slot, now: number): Promise<number> {
    const items = await this.#news(client, slot, await itemsOf(client, slot, now, itemsAtOnce));
    if (items.length === 0) return 0; // never an empty mail
    return slot.kind === 'flag-alert' ? this.#alert(client, items, now) : this.#gather(client, slot, items, now);
  }

  /** Lets go of changed levels that a session's own report tells of. */
  async #news(client: Client, slot: Slot, items: readonly DueItem[]): Promise<DueItem[]> {
    const changes = items.filter(isChange);
    if (changes.length === 0) return [...items];
    const since = Math.min(...changes.map(({ data }) => instantOf(data.at))) - 60_000;
    const sessions = await endedBeside(
      client,
      changes.map(({ data }) => data),
      since,
    );
    const told = changes.filter(({ data }) => sessions.some((session) => tellsOf(session, data)));
    if (told.length > 0) await markItems(client, slot.recipient, told, 'dropped', null);
    return items.filter((item) => !(told as DueItem[]).includes(item));
  }

  async #alert(client: Client, items: readonly DueItem[], now: number): Promise<number> {
    const [first] = items;
    if (first === undefined) return 0;
    const { email } = first.recipient;
    await this.#add(client, items, now, {
      email: flagAlert,
      view: () =>
        flagAlertView(
          items.filter(isChange).map(({ data }) => data),
          first.recipient,
          linksFor(this.sender, email),
          now,
        ),
      key: mailKey.flagAlert(email, first),
      to: email,
      sessions: [],
      ...(items.length > 1 || first.episode === null
        ? {}
        : { thread: mailKey.episode(email, first.tutorId, first.episode) }),
      now,
    });
    return 1;
  }

  async #gather(client: Client, slot: Slot, items: readonly DueItem[], now: number): Promise<number> {
    const kind = slot.kind === 'daily-digest' ? 'daily-digest' : 'roll-up';
    const parts = partsOf(items, (item) => (isChange(item) ? null : sessionKey(item.data as EndedSession)));
    let number = await partsSoFar(client, slot);
    for (const part of parts) {
      number += 1;
      const sessions = part.flatMap((item) => (isChange(item) ? [] : [item.data as EndedSession | CancelledSession]));
      const gathered = {
        ended: sessions.filter((session): session is EndedSession => session.outcome !== 'cancelled'),
        cancelled: sessions.filter((session): session is CancelledSession => session.outcome === 'cancelled'),
        changes: part.filter(isChange).map(({ data }) => data),
      };
      const recipient = (part[0] as DueItem).recipient;
      const key = kind === 'roll-up' ? mailKey.rollUp : mailKey.dailyDigest;
      await this.#add(client, part, now, {
        email: kind === 'roll-up' ? rollUp : dailyDigest,
        view: () => gatheringView(kind, gathered, recipient, linksFor(this.sender, recipient.email), slot.due, now),
        key: key(slot.recipient, slot.due, number),
        to: slot.recipient,
        sessions: sessions.map(sessionKey),
        now,
      });
    }
    return parts.length;
  }

  /** Renders and queues one mail. One that cannot be rendered is kept as failed with its reason: it must stop nobody. */
  async #add<V>(
    client: Client,
    items: readonly DueItem[],
    now: number,
    draft: Omit<Composition<V>, 'view'> & { view: () => V },
  ): Promise<void> {
    const [first] = items as [DueItem, ...DueItem[]];
    let composed: NewMail['composed'];
    try {
      const { view, ...rest } = draft;
      composed = await composeMail(this.sender, { ...rest, view: view() });
    } catch (error) {
      const failed = `Could not be written: ${error instanceof Error ? error.message : String(error)}`;
      composed = { subject: `(${draft.email.name})`, messageId: messageIdOf(draft.key, this.sender.domain), failed };
    }
    await addMail(
      client,
      {
        key: draft.key,
        kind: first.kind,
        recipient: draft.to,
        due: first.due,
        composed,
        sessions: draft.sessions,
        tutors: [...new Set(items.map(({ tutorId }) => tutorId))],
        ruleSetVersion: Math.max(...items.map(({ data }) => data.card.ruleSetVersion)),
        items,
      },
      now,
    );
  }
}

type ChangeItem = DueItem & { data: LevelChange };
const isChange = (item: DueItem): item is ChangeItem => item.type === 'tutoring.score.changed.v1';
