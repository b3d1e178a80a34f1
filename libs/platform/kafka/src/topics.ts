import type { Topic } from '@tq/events';
import kafkajs, { type Admin, type Kafka, type KafkaJSProtocolError } from 'kafkajs';

// Node finds only some names in this CommonJS package; these it does not.
const { ConfigResourceTypes } = kafkajs;

export interface EnsuredTopics {
  /** Partitions of each topic, as the broker has them. */
  readonly partitions: ReadonlyMap<string, number>;
  /** One sentence for each setting that is not as the contract says; nothing was altered. */
  readonly differences: readonly string[];
}

/** Creates the topics that are missing, and names those with other settings. Safe to run from several processes. */
export async function ensureTopics(kafka: Kafka, wanted: readonly Topic[]): Promise<EnsuredTopics> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    for (const topic of wanted) if (!existing.has(topic.name)) await create(admin, topic);
    return await onceKnown(() => describe(admin, wanted));
  } finally {
    await admin.disconnect();
  }
}

/** How many partitions topics have now; more may have been added since they were made. */
export async function partitionCounts(kafka: Kafka, names: readonly string[]): Promise<Map<string, number>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
    return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  } finally {
    await admin.disconnect();
  }
}

async function create(admin: Admin, topic: Topic): Promise<void> {
  try {
    await admin.createTopics({
      // kafkajs's own wait gives up at the first answer that does not know the topic yet: `onceKnown` waits instead.
      waitForLeaders: false,
      topics: [
        {
          topic: topic.name,
          numPartitions: topic.partitions,
          configEntries: Object.entries(topic.configs).map(([name, value]) => ({ name, value })),
        },
      ],
    });
  } catch (error) {
    const already = (error as KafkaJSProtocolError).type === 'TOPIC_ALREADY_EXISTS';
    const one = error as { errors?: { type?: string }[] };
    if (!already && !one.errors?.every(({ type }) => type === 'TOPIC_ALREADY_EXISTS')) throw error;
  }
}

const notYet = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE'];
const longestWaitMs = 15_000;

/** A topic that was just made is heard of by every broker only a little later. */
async function onceKnown<T>(ask: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + longestWaitMs; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    try {
      return await ask();
    } catch (error) {
      if (!notYet.includes((error as KafkaJSProtocolError).type) || Date.now() > deadline) throw error;
    }
  }
}

async function describe(admin: Admin, wanted: readonly Topic[]): Promise<EnsuredTopics> {
  const { topics } = await admin.fetchTopicMetadata({ topics: wanted.map(({ name }) => name) });
  const partitions = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: wanted.map(({ name, configs }) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      configNames: Object.keys(configs),
    })),
  });
  const differences: string[] = [];
  for (const topic of wanted) {
    const count = partitions.get(topic.name);
    if (count !== topic.partitions)
      differences.push(`Topic ${topic.name} has ${count ?? 'no'} partitions instead of ${topic.partitions}.`);
    const entries = resources.find(({ resourceName }) => resourceName === topic.name)?.configEntries ?? [];
    for (const [name, value] of Object.entries(topic.configs)) {
      const found = entries.find(({ configName }) => configName === name)?.configValue;
      if (found !== value) differences.push(`Topic ${topic.name} has ${name}=${found ?? '?'} instead of ${value}.`);
    }
  }
  return { partitions, differences };
}
