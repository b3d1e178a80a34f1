import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { freshDatabase, testBrokers } from './fresh-database';

it('gives a broker that takes topics and records', async () => {
  const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
  const topic = `test-${process.hrtime.bigint()}`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: true });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: [{ key: 'a', value: '1' }] });
  const offsets = await admin.fetchTopicOffsets(topic);
  await Promise.all([producer.disconnect(), admin.disconnect()]);
  expect(offsets.reduce((sum, { high }) => sum + Number(high), 0)).toBe(1);
});

it('gives each spec a database of its own', async () => {
  const [first, second] = [await freshDatabase(), await freshDatabase()];
  const client = new pg.Client({ connectionString: first });
  await client.connect();
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  await client.end();
  expect(first.endsWith(rows[0]?.name ?? '?')).toBe(true);
  expect(first).not.toBe(second);
});
