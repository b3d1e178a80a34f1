import kafkajs, { type Admin, type Kafka, type Producer } from 'kafkajs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Topic } from '@tq/events';
import { producerConfig, type LogRecord } from '@tq/platform/kafka';
import { recordOf } from './log-line';
import type { BackedUpPartition } from './manifest';
import { linesOf } from './packed-file';

const { ConfigResourceTypes } = kafkajs;

// Packed by its producer, a record may be larger than the broker's limit once it is unpacked.
const largestRecord = 33_554_432;
const largestSendBytes = 700_000;
const largestSendRecords = 2_000;
const lanes = 3;
const attempts = 30;
const longestWaitMs = 20_000;

/**
 * Settings of a topic while a log is written back: with LogAppendTime the broker would give every record the time of
 * the restore, and with it other learning times and other first records. What is written as CreateTime keeps its
 * timestamp for ever, whatever the topic says later.
 */
const whileWriting = {
  'message.timestamp.type': 'CreateTime',
  'message.timestamp.before.max.ms': '9223372036854775807',
  'message.timestamp.after.max.ms': '9223372036854775807',
  'max.message.bytes': String(largestRecord),
};

/** Makes the topic with as many partitions as the backup has, or takes the empty one that is there. */
export async function prepareTopic(kafka: Kafka, topic: Topic, partitions: number): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    const configs = { ...topic.configs, ...whileWriting };
    if ((await admin.listTopics()).includes(topic.name)) {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic.name] });
      const there = topics[0]?.partitions.length ?? 0;
      if (there < partitions)
        await admin.createPartitions({ topicPartitions: [{ topic: topic.name, count: partitions }] });
      await alter(admin, topic.name, configs);
    } else {
      await admin.createTopics({
        waitForLeaders: false,
        topics: [{ topic: topic.name, numPartitions: partitions, configEntries: entriesOf(configs) }],
      });
    }
  });
}

/** Gives the topic the settings of the contract. */
export const finishTopic = (kafka: Kafka, topic: Topic): Promise<void> =>
  withAdmin(kafka, (admin) => alter(admin, topic.name, topic.configs));

/**
 * Writes the partitions of a topic back: every record with its own timestamp, in its order, one request in flight for
 * each partition. Goes on behind what is there already, so that it can be run again after it was killed.
 * @param told hears of the records that are there so far
 * @throws Error where more is there than the backup holds
 */
export async function writeLog(
  kafka: Kafka,
  dir: string,
  topic: string,
  partitions: readonly BackedUpPartition[],
  told: (records: number) => void,
): Promise<void> {
  const admin = kafka.admin({ retry: { retries: 1 } });
  await admin.connect();
  const producer = kafka.producer(producerConfig);
  await producer.connect();
  try {
    const there = await endsOnceKnown(admin, topic);
    let written = [...there.values()].reduce((sum, end) => sum + end, 0);
    told(written);
    const waiting = [...partitions];
    const lane = async (): Promise<void> => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        const target = new PartitionWriter(admin, producer, topic, one.partition, there.get(one.partition) ?? 0);
        for await (const records of batchesOf(dir, one.file)) told((written += await target.write(records)));
        if (target.end !== one.records)
          throw new Error(`${topic}/${one.partition} holds ${target.end} records, and the backup ${one.records}.`);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    for (const [partition, end] of await endsOf(admin, topic)) {
      const wanted = partitions.find((one) => one.partition === partition)?.records ?? 0;
      if (end !== wanted)
        throw new Error(
          `${topic}/${partition} ends at ${end} after the restore, and the backup has ${wanted} records.`,
        );
    }
  } finally {
    await producer.disconnect().catch(() => undefined);
    await admin.disconnect().catch(() => undefined);
  }
}

/** Appends to one partition, whose only writer it is: so its end tells what of a failed request is there. */
class PartitionWriter {
  /** Records of the backup that were passed over or written. */
  private position = 0;

  constructor(
    private readonly admin: Admin,
    private readonly producer: Producer,
    private readonly topic: string,
    private readonly partition: number,
    public end: number,
  ) {}

  /** @returns how many it wrote: those that were there already are passed over */
  async write(records: readonly LogRecord[]): Promise<number> {
    let fresh = records.slice(Math.max(0, Math.min(records.length, this.end - this.position)));
    this.position += records.length;
    const written = fresh.length;
    for (let attempt = 1; fresh.length > 0; attempt++) {
      try {
        await this.producer.send({
          topic: this.topic,
          acks: -1,
          messages: fresh.map(({ key, value, timestamp, headers }) => ({
            key,
            value,
            headers,
            timestamp: String(timestamp),
            partition: this.partition,
          })),
        });
        this.end += fresh.length;
        break;
      } catch (error) {
        if (attempt === attempts) throw error;
        await wait(Math.min(100 * 2 ** attempt, 3_000));
        await this.producer.connect().catch(() => undefined);
        const end = (await endsOf(this.admin, this.topic).catch(() => undefined))?.get(this.partition);
        if (end === undefined || end <= this.end) continue;
        fresh = fresh.slice(end - this.end);
        this.end = end;
      }
    }
    return written;
  }
}

async function* batchesOf(dir: string, file: string): AsyncGenerator<LogRecord[]> {
  let batch: LogRecord[] = [];
  let bytes = 0;
  for await (const line of linesOf(dir, file)) {
    const size = line.length;
    if (batch.length > 0 && (bytes + size > largestSendBytes || batch.length === largestSendRecords)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(recordOf(line));
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** A topic that was just made is heard of by every broker only a little later. */
async function endsOnceKnown(admin: Admin, topic: string): Promise<Map<number, number>> {
  for (const deadline = Date.now() + longestWaitMs; ; await wait(200)) {
    try {
      return await endsOf(admin, topic);
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

async function endsOf(admin: Admin, topic: string): Promise<Map<number, number>> {
  return new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]));
}

const entriesOf = (configs: Readonly<Record<string, string>>) =>
  Object.entries(configs).map(([name, value]) => ({ name, value }));

/** Replaces all settings of a topic: what is not named falls back to the broker's own. */
async function alter(admin: Admin, topic: string, configs: Readonly<Record<string, string>>): Promise<void> {
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries: entriesOf(configs) }],
  });
}

async function withAdmin(kafka: Kafka, work: (admin: Admin) => Promise<void>): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.disconnect();
  }
}
