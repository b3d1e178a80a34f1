import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort, startBroker, type Broker } from '@tq/platform/local';
import kafkajs from 'kafkajs';
import { createKafka } from './client';
import { LogProducer, LogUnavailable, producerConfig } from './log-producer';
import { partitionOf } from './partition-of';
import { recordsOf, type ReadRecord } from './records-of.testing';

const topic = 'facts';
const partitions = 4;
const bytes = (text: string) => new TextEncoder().encode(text);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a producer on a broker of its own', () => {
  let home: string;
  let port: number;
  let broker: Broker;
  let producer: LogProducer;
  /** For what is not about time: a busy machine must not decide these. */
  let patient: LogProducer;

  const start = () => startBroker({ dir: join(home, 'kafka'), port, logFile: join(home, 'broker.log') });
  const onLog = (): Promise<ReadRecord[]> => recordsOf([broker.address], topic);
  const send = (key: string, text: string) => producer.send([{ key, value: bytes(text) }]);

  /** Sends one record after the other for a while: what was tried, and what was acknowledged. */
  async function sendFor(ms: number, name: string) {
    const tried = new Set<string>();
    const acked = new Set<string>();
    let slowest = 0;
    const end = Date.now() + ms;
    const sender = async (lane: number) => {
      for (let n = 0; Date.now() < end; n++) {
        const text = `${name}-${lane}-${n}`;
        tried.add(text);
        const begun = Date.now();
        await send(`key-${n % 50}`, text).then(
          () => acked.add(text),
          (error: unknown) => expect(error).toBeInstanceOf(LogUnavailable),
        );
        slowest = Math.max(slowest, Date.now() - begun);
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, lane) => sender(lane)));
    return { tried, acked, slowest: () => slowest };
  }

  async function expectNothingLost({ tried, acked }: { tried: Set<string>; acked: Set<string> }, name: string) {
    const found = new Set((await onLog()).map(({ value }) => value).filter((value) => value.startsWith(name)));
    expect([...acked].filter((text) => !found.has(text))).toEqual([]);
    expect([...found].filter((text) => !tried.has(text))).toEqual([]);
  }

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'log-producer-'));
    port = await anyFreePort();
    broker = await start();
    const admin = createKafka({ brokers: [broker.address], clientId: 'spec' }).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
    await admin.disconnect();
    producer = new LogProducer({ brokers: [broker.address], clientId: 'spec', topic });
    patient = new LogProducer({ brokers: [broker.address], clientId: 'spec', topic, deadlineMs: 20_000 });
  });

  afterAll(async () => {
    await Promise.all([producer.close(), patient.close()]);
    await broker.stop(2000);
    await rm(home, { recursive: true, force: true });
  });

  it("puts each record on Kafka's default partition of its key, with the content type", async () => {
    await patient.send(Array.from({ length: 200 }, (_, n) => ({ key: `tutor-${n}`, value: bytes(`placed-${n}`) })));
    const placed = (await onLog()).filter(({ value }) => value.startsWith('placed-'));
    // Doubles are harmless: a partition that had no leader yet makes the whole send go again.
    expect(new Set(placed.map(({ value }) => value)).size).toBe(200);
    for (const { key, partition, contentType } of placed) {
      expect(partition).toBe(partitionOf(key, partitions));
      expect(contentType).toBe('application/cloudevents+json; charset=UTF-8');
    }
  });

  it('takes 8 MiB of one tutor in one request', async () => {
    const value = new Uint8Array(899_000).fill(0x20);
    await patient.send(Array.from({ length: 9 }, () => ({ key: 'large', value })));
    expect((await onLog()).filter(({ key }) => key === 'large').length).toBeGreaterThanOrEqual(9);
  });

  it('takes the next record in the very moment in which the last one is acknowledged', async () => {
    const begun = Date.now();
    for (let n = 0; n < 50; n++) await patient.send([{ key: 'a', value: bytes(`next-${n}`) }]);
    expect(Date.now() - begun).toBeLessThan(20_000); // not the deadline, 50 times
  });

  it.each(['SIGSTOP', 'SIGKILL'] as const)(
    'loses nothing that it acknowledged, through %s under load',
    async (signal) => {
      const load = sendFor(9000, signal);
      await pause(1500);
      process.kill(broker.pid, signal);
      await pause(1000);
      const begun = Date.now();
      await expect(send('late', `${signal}-late`)).rejects.toBeInstanceOf(LogUnavailable);
      expect(Date.now() - begun).toBeLessThan(1900);
      if (signal === 'SIGSTOP') process.kill(broker.pid, 'SIGCONT');
      else broker = await start();
      const { tried, acked, slowest } = await load;
      tried.add(`${signal}-late`);
      for (let n = 0; n < 20 && !producer.isConnected; n++) await send('back', `${signal}-back`).catch(() => undefined);
      await send('back', `${signal}-back`); // it recovers by itself
      tried.add(`${signal}-back`);
      expect(acked.size).toBeGreaterThan(100);
      expect(slowest()).toBeLessThan(1950);
      await expectNothingLost({ tried, acked }, signal);
    },
  );

  it('refuses at once after its end', async () => {
    const other = new LogProducer({ brokers: [broker.address], clientId: 'spec', topic });
    await other.close();
    await expect(other.send([{ key: 'a', value: bytes('x') }])).rejects.toBeInstanceOf(LogUnavailable);
  });
});

it('is not idempotent: kafkajs loses acknowledged records when it is', () => {
  expect(producerConfig).toMatchObject({ idempotent: false });
  expect(producerConfig.createPartitioner).toBe(kafkajs.Partitioners.DefaultPartitioner);
});

it('asks kafkajs for no producer id', async () => {
  const producer = new LogProducer({ brokers: process.env.TEST_KAFKA_BROKERS!.split(','), clientId: 'spec', topic });
  await producer.connect();
  const inner = (producer as unknown as { producer: { isIdempotent(): boolean } }).producer;
  expect(inner.isIdempotent()).toBe(false);
  await producer.close();
});
