import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { topics, type ScoreCard } from '@tq/events';
import { createKafka, partitionOf } from '@tq/platform/kafka';
import { anyFreePort, startBroker, type Broker } from '@tq/platform/local';
import { awkwardHistory, differences, oracle } from '@tq/platform/oracle';
import { activeProjection, createPool, type Pool, type Projection } from '@tq/platform/postgres';
import { readSettings } from '@tq/platform/settings';
import { endsOf, freshDatabase, wholeLog } from '@tq/platform/testing';
import { loadReadings } from '@tq/scores/server';
import { dayOf, dayText } from '@tq/sessions/core';
import { makeParts, type Parts } from './parts';
import { librdkafka, type Librdkafka } from './testing/librdkafka';

const timeZone = 'UTC';
const topic = topics.sessionEvents.name;
const client: Librdkafka | Error = await librdkafka().catch((error: unknown) => error as Error);

if (client instanceof Error) {
  const why = `NOT TESTED: no client on librdkafka can be had (apt-get install kcat, or python3 with venv and pip). ${client.message}`;
  process.stderr.write(`\n${why}\n\n`);
  it.skip(why, () => undefined);
} else {
  describe(`what ${client.name} writes at its default settings`, () => {
    let home: string;
    let broker: Broker;
    let pool: Pool;
    let parts: Parts;

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'tq-librdkafka-'));
      broker = await startBroker({
        dir: join(home, 'kafka'),
        port: await anyFreePort(),
        logFile: join(home, 'broker.log'),
      });
      const url = await freshDatabase();
      const settings = readSettings({ KAFKA_BROKERS: broker.address, DATABASE_URL: url, PLATFORM_TIME_ZONE: timeZone });
      parts = await makeParts(
        settings,
        () => undefined,
        (error) => process.stderr.write(`${error.message}\n`),
      );
      type Batch = Parameters<typeof parts.batchFold.fold>[0];
      for (const { name } of [topics.sessionEvents, topics.coachingEvents])
        parts.batchServer.addHandler(name, (batch: Batch) => parts.batchFold.fold(batch), true);
      await promisify((done: (error?: unknown) => void) => void parts.batchServer.listen(done))();
      pool = createPool(url, { name: 'spec' });
    }, 180_000);

    afterAll(async () => {
      await parts?.batchServer.close();
      await parts?.close();
      await pool?.end();
      await broker?.stop(2000);
      await rm(home, { recursive: true, force: true });
    });

    it('counts the same, though it lies on other partitions', async () => {
      const today = dayText(dayOf(Date.now(), timeZone));
      const { documents } = awkwardHistory({ seed: 7, until: today, tutors: 30, sessions: 12 });
      const records = documents.map((document) => ({ key: document.subject, value: JSON.stringify(document) }));
      await client.produce(broker.address, topic, records);

      const kafka = createKafka({ brokers: [broker.address], clientId: 'spec' });
      const log = await wholeLog(kafka, topic);
      expect(log).toHaveLength(documents.length);
      const subjectOf = (value: Uint8Array | null) =>
        (JSON.parse(Buffer.from(value!).toString()) as { subject: string }).subject;
      const elsewhere = log.filter(
        ({ partition, value }) => partition !== partitionOf(subjectOf(value), topics.sessionEvents.partitions),
      );
      expect(elsewhere.length).toBeGreaterThan(documents.length / 2);

      const projection = (await activeProjection(pool)) as Projection;
      const ends = await endsOf(kafka, topic);
      const shown = async (): Promise<ScoreCard[] | undefined> => {
        const readings = await loadReadings(pool, projection.schema);
        const held = new Map(readings?.offsets.map((at) => [`${at.topic}/${at.partition}`, at.next]));
        if ([...ends].some(([partition, end]) => (held.get(`${topic}/${partition}`) ?? 0) < end)) return undefined;
        return readings?.cards.flatMap(({ item }) => (item === null ? [] : [JSON.parse(item) as ScoreCard]));
      };
      let cards = await shown();
      for (const deadline = Date.now() + 60_000; cards === undefined && Date.now() < deadline; cards = await shown())
        await new Promise((resolve) => setTimeout(resolve, 200));
      expect(cards?.length).toBeGreaterThan(20);
      expect(differences(cards!, oracle({ log, decisions: [], timeZone }).asOf(today))).toEqual([]);
    }, 180_000);
  });
}
