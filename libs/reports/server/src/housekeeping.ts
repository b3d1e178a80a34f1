import type { Pool } from '@tq/platform/postgres';
import { deadline } from '@tq/reports/core';

const day = 86_400_000;

/** Marks the mails that wait beyond their deadline, and lets go of bytes that nobody will need again. */
export async function keepHouse(pool: Pool, now: number): Promise<void> {
  const late = await pool.query(
    `UPDATE mail.mail SET late = true WHERE state = 'queued' AND NOT late AND created_at < $1`,
    [now - deadline],
  );
  if (late.rowCount) await pool.query(`SELECT pg_notify('tq_mail', 'late')`);
  await pool.query(`UPDATE mail.mail SET mime = NULL WHERE mime IS NOT NULL AND state = 'sent' AND sent_at < $1`, [
    now - 3 * day,
  ]);
  await pool.query(
    `UPDATE mail.event e SET data = NULL WHERE data IS NOT NULL AND at < $1
     AND NOT EXISTS (SELECT FROM mail.item i WHERE i.tutor_id = e.tutor_id AND i.event_id = e.id AND i.state = 'waiting')`,
    [now - 30 * day],
  );
}
