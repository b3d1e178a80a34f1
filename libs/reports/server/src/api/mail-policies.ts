import { Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '@tq/platform/http';
import { isMailAddress } from '@tq/platform/mail';
import { inTransaction, migrate, ReadDatabase } from '@tq/platform/postgres';
import { isTimeZone } from '@tq/platform/settings';
import { mailSteps } from '../mail.schema';
import type { MailPolicyCommand, MailPolicyItem, MailPolicyList } from './mail-api.dto';
import { MAIL_MAX_PER_HOUR } from './mail-reader';

interface RecipientRow {
  email: string;
  policy: MailPolicyItem['policy'];
  time_zone: string;
  active: boolean;
  unsubscribed_at: number | null;
}

/** Who is mailed, and how often. */
@Injectable()
export class MailPolicies {
  private migrated: Promise<void> | undefined;

  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(MAIL_MAX_PER_HOUR) private readonly maxPerHour: number,
  ) {}

  async list(): Promise<MailPolicyList> {
    await this.tables();
    const { rows } = await this.database.pool.query<RecipientRow>('SELECT * FROM mail.recipient ORDER BY email');
    return { items: rows.map(itemOf), maxPerHour: this.maxPerHour };
  }

  /** An unsubscribed recipient is mailed again: an administrator asked for that. @throws ProblemError 400 */
  async put({ email, policy, timeZone }: MailPolicyCommand): Promise<MailPolicyItem> {
    await this.tables();
    const address = email.trim().toLowerCase();
    if (!isMailAddress(address)) throw new ProblemError(400, { detail: 'email is not an address' });
    const zone = timeZone ?? (await this.database.projection()).timeZone;
    if (!isTimeZone(zone)) throw new ProblemError(400, { detail: 'timeZone is not an IANA time zone' });
    return inTransaction(this.database.pool, async (client) => {
      const { rows } = await client.query<RecipientRow>(
        `INSERT INTO mail.recipient (email, policy, time_zone, active, created_at) VALUES ($1, $2, $3, true, $4)
         ON CONFLICT (email) DO UPDATE SET policy = excluded.policy, active = true, unsubscribed_at = NULL,
           time_zone = CASE WHEN $5 THEN excluded.time_zone ELSE mail.recipient.time_zone END
         RETURNING *`,
        [address, policy, zone, Date.now(), timeZone !== undefined],
      );
      await client.query(`NOTIFY tq_mail`);
      return itemOf(rows[0]!);
    });
  }

  /** The recipient stays known, inactive: what was owed is not forgotten and nobody is added again by chance. */
  async remove(email: string): Promise<void> {
    await this.tables();
    const { rowCount } = await this.database.pool.query('UPDATE mail.recipient SET active = false WHERE email = $1', [
      email.trim().toLowerCase(),
    ]);
    if (rowCount === 0) throw new ProblemError(404, { detail: 'There is no such recipient.' });
  }

  private tables(): Promise<void> {
    this.migrated ??= migrate(this.database.pool, 'mail', mailSteps).catch((error: unknown) => {
      this.migrated = undefined;
      throw error;
    });
    return this.migrated;
  }
}

const itemOf = (row: RecipientRow): MailPolicyItem => ({
  email: row.email,
  policy: row.policy,
  timeZone: row.time_zone,
  active: row.active,
  unsubscribedAt: row.unsubscribed_at === null ? null : new Date(row.unsubscribed_at).toISOString(),
});
