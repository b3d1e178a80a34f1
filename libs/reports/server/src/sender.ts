import type { SmtpMailer } from '@tq/platform/mail';
import type { Pool } from '@tq/platform/postgres';
import { afterAttempt, type DeliveryStep } from '@tq/reports/core';

export interface SenderOptions {
  pool: Pool;
  mailer: SmtpMailer;
  /** Envelope sender. */
  from: string;
  /** Told of every attempt. `waited`: ms from written to now. */
  onAttempt: (outcome: 'sent' | 'queued' | 'failed', waited: number) => void;
  log: (level: 'warn' | 'error', message: string, details: object) => void;
  /** Milliseconds for which a claimed mail is nobody else's; renewed while the attempt lasts. */
  lease?: number;
}

interface Claimed {
  key: string;
  recipient: string;
  mime: Buffer;
  attempts: number;
  created_at: number;
  lease_until: number;
}

/** Hands queued mails to the mail server: at least once each, and twice only where nobody could know. */
export class MailSender {
  readonly #options: Required<SenderOptions>;
  #stopped = false;

  constructor(options: SenderOptions) {
    this.#options = { lease: 30_000, ...options };
  }

  /** Sends what may be sent now, over all connections. Resolves when nothing is left that may go now. */
  async sendDue(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.mailer.connections }, () => this.#sendOneByOne()));
  }

  /** When the next mail may go, epoch ms; null = none waits. */
  async nextAttempt(): Promise<number | null> {
    const { rows } = await this.#options.pool.query<{ at: number | null }>(
      `SELECT min(greatest(next_attempt_at, coalesce(lease_until, 0))) AS at FROM mail.mail WHERE state = 'queued'`,
    );
    return rows[0]?.at ?? null;
  }

  /** No further mail is begun; what is under way is finished. */
  stop(): void {
    this.#stopped = true;
  }

  async #sendOneByOne(): Promise<void> {
    while (!this.#stopped) {
      const mail = await this.#claim(Date.now());
      if (mail === null) return;
      await this.#attempt(mail);
    }
  }

  async #claim(now: number): Promise<Claimed | null> {
    const { rows } = await this.#options.pool.query<Claimed>(
      `UPDATE mail.mail SET lease_until = $1::bigint + $2::bigint, attempts = attempts + 1 WHERE key = (
         SELECT key FROM mail.mail WHERE state = 'queued' AND next_attempt_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
         ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING key, recipient, mime, attempts, created_at, lease_until`,
      [now, this.#options.lease],
    );
    return rows[0] ?? null;
  }

  async #attempt(mail: Claimed): Promise<void> {
    const { mailer, from, lease } = this.#options;
    const renewal = setInterval(() => void this.#renew(mail), lease / 3);
    try {
      const delivery = await mailer.send({ from, to: mail.recipient, bytes: mail.mime });
      const reason = delivery.outcome === 'sent' ? delivery.response : delivery.reason;
      const step = afterAttempt(
        {
          outcome: delivery.outcome,
          reason,
          attempts: mail.attempts,
          createdAt: mail.created_at,
          leaseUntil: mail.lease_until,
        },
        Date.now(),
        Math.random(),
      );
      if (step.state !== 'sent')
        this.#options.log('warn', 'a mail was not accepted', {
          outcome: delivery.outcome,
          attempt: mail.attempts,
          reason: withoutAddresses(reason),
        });
      await this.#record(mail, step);
      this.#options.onAttempt(step.state, Date.now() - mail.created_at);
    } finally {
      clearInterval(renewal);
    }
  }

  async #renew(mail: Claimed): Promise<void> {
    const until = Date.now() + this.#options.lease;
    await this.#options.pool
      .query(`UPDATE mail.mail SET lease_until = $3 WHERE key = $1 AND attempts = $2 AND state = 'queued'`, [
        mail.key,
        mail.attempts,
        until,
      ])
      .then(() => (mail.lease_until = until))
      .catch(() => undefined); // the lease then runs out, as it does for a process that died
  }

  /** What the server has taken must not be sent again, so the database's answer is waited for as long as it takes. */
  async #record(mail: Claimed, step: DeliveryStep): Promise<void> {
    for (let wait = 200; ; wait = Math.min(wait * 2, 5000)) {
      try {
        return await this.#write(mail, step);
      } catch (error) {
        this.#options.log('error', 'the outcome of a mail cannot be kept, trying again', { err: error });
        if (this.#stopped) return;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async #write(mail: Claimed, step: DeliveryStep): Promise<void> {
    const { pool } = this.#options;
    const mine = `key = $1 AND attempts = $2 AND state = 'queued'`;
    if (step.state === 'sent') {
      await pool.query(
        `UPDATE mail.mail SET state = 'sent', sent_at = $3, lease_until = NULL, error = NULL WHERE ${mine}`,
        [mail.key, mail.attempts, step.at],
      );
    } else if (step.state === 'failed') {
      await pool.query(
        `UPDATE mail.mail SET state = 'failed', lease_until = NULL, error = $3, late = $4 WHERE ${mine}`,
        [mail.key, mail.attempts, step.error, step.late],
      );
    } else {
      await pool.query(
        `UPDATE mail.mail SET next_attempt_at = $3, lease_until = NULL, error = $4, late = $5 WHERE ${mine}`,
        [mail.key, mail.attempts, step.nextAttemptAt, step.error, step.late],
      );
    }
    await pool.query(`SELECT pg_notify('tq_mail', $1)`, [step.state]);
  }
}

/** Mail servers repeat the address in their refusals; logs hold none. */
function withoutAddresses(reason: string): string {
  return reason.replace(/[^\s<>:]+@[^\s<>:]+/g, '…');
}
