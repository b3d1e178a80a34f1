import { randomBytes } from 'node:crypto';
import { createKafka, EndOffsets, type LogRecord } from '@tq/platform/kafka';
import { createPool, type Pool } from '@tq/platform/postgres';
import { freshDatabase, testBrokers, wholeLog } from '@tq/platform/testing';
import { BatchFold } from '../fold/batch-fold';
import { ensureOffsets } from '../fold/offsets';
import { ensureProjection } from '../ensure-projection';
import { BadRecordAlarm } from './bad-record-alarm';

const topic = `alarm-${randomBytes(4).toString('hex')}`;
const partitions = 3;
const kafka = createKafka({ brokers: testBrokers(), clientId: 'alarm spec' });
const producer = kafka.producer({ idempotent: false });
const ends = new EndOffsets(kafka);
let pool: Pool;
let now = Date.parse('2026-01-10T12:00:00Z');

beforeAll(async () => {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic, numPartitions: partitions, configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }] }],
    waitForLeaders: true,
  }); // prettier-ignore
  await admin.disconnect();
  await producer.connect();
  const url = await freshDatabase();
  const setup = createPool(url, { name: 'setup' });
  await ensureProjection(setup, 'UTC');
  await setup.end();
  pool = createPool(url, { name: 'alarm spec', settings: { search_path: 'p1' } });
  await ensureOffsets(pool, new Map([[topic, partitions]]));
});
afterAll(async () => {
  await producer.disconnect();
  await ends.close();
  await pool.end();
});

const good = (id: string): string =>
  JSON.stringify({
    specversion: '1.0', source: '/rails', subject: 't1', id, type: 'tutoring.student.left.v1', time: '2026-01-10T10:00:00Z', data: { studentId: id },
  }); // prettier-ignore
const bad = (source: string | undefined): string => (source === undefined ? 'no event' : JSON.stringify({ source }));

let told = 0;
/** Puts records on the log, one after another over the partitions, and folds all that it holds, a partition at a time. */
async function come(values: readonly string[]): Promise<void> {
  await producer.send({ topic, acks: -1, messages: values.map((value) => ({ key: 't1', value, partition: told++ % partitions })) }); // prettier-ignore
  const fold = new BatchFold({ pool, timeZone: 'UTC', partitionsOf: () => partitions, clock: () => now });
  const log = await wholeLog(kafka, topic);
  for (let partition = 0; partition < partitions; partition++) {
    const records = log
      .filter((one) => one.partition === partition)
      .map(({ value, offset, timestamp }): LogRecord => ({ offset, timestamp, value: value && Buffer.from(value), key: Buffer.from('t1'), headers: {} }));
    const lastOffset = records.length - 1;
    const none = { behind: 0, heartbeat: () => Promise.resolve(), isCurrent: () => true };
    await fold.fold({ topic, partition, fetchedFrom: 0, firstOffset: 0, lastOffset, records, ...none });
  }
} // prettier-ignore

/** Whoever looks has heard nothing before: as after a restart. */
async function alarmAt(time: string): Promise<object | null> {
  now = Date.parse(time);
  const offsetsSince = (timestamp: number) => ends.since([topic], timestamp);
  const fail = (error: unknown) => expect(error).toBeUndefined();
  const alarm = new BadRecordAlarm({ pool, offsetsSince, clock: () => now, onError: fail });
  await alarm.close();
  await alarm.look();
  const { rows } = await pool.query<{ detail: string; since: number }>(
    `SELECT detail, since FROM alarm WHERE kind = 'bad-records' AND cleared_at IS NULL`,
  );
  return rows[0] ? { detail: rows[0].detail, since: new Date(rows[0].since).toISOString() } : null;
}

it('is raised by more than 5 % of the last 1,000 on the log, whoever folded them, and clears once they are behind', async () => {
  await come(Array.from({ length: 1200 }, (_, i) => good(`a${i}`)));
  await come(Array.from({ length: 50 }, () => bad('/legacy')));
  expect(await alarmAt('2026-01-10T12:00:00Z')).toBeNull();
  await come([bad(undefined), bad('/other'), ...Array.from({ length: 400 }, (_, i) => good(`b${i}`))]);
  const raised = {
    detail: '52 of the last 1,000 records are no valid events; from: /legacy (50), /other (1), unknown (1).',
    since: '2026-01-10T12:01:00.000Z',
  };
  expect(await alarmAt('2026-01-10T12:01:00Z')).toEqual(raised);
  expect(await alarmAt('2026-01-10T12:02:00Z')).toEqual(raised);
  await come(Array.from({ length: 1000 }, (_, i) => good(`c${i}`)));
  expect(await alarmAt('2026-01-10T12:03:00Z')).toBeNull();
  await come(Array.from({ length: 60 }, () => bad('/other')));
  expect(await alarmAt('2026-01-10T12:04:00Z')).toEqual({
    detail: '60 of the last 1,000 records are no valid events; from: /other (60).',
    since: '2026-01-10T12:04:00.000Z',
  });
});
