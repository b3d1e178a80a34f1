import { LogFollower, placeOf, type LogBatch } from '@tq/platform/kafka';
import type { Kafka } from 'kafkajs';
import { setTimeout as wait } from 'node:timers/promises';
import { lineOf } from './log-line';
import type { BackedUpPartition, Manifest } from './manifest';
import { PackedFile } from './packed-file';

/** Up to which offset each partition of each topic is copied (the first that is not). */
export type Cut = Readonly<Record<string, ReadonlyMap<number, number>>>;

interface Copying {
  readonly file: string;
  readonly packed: PackedFile;
  next: number;
  records: number;
  readonly gaps: { from: number; to: number }[];
}

/**
 * Copies the log up to a cut, a file for each partition. Reads with a group of its own, which it removes; nothing of it
 * commits an offset, so nobody else notices.
 * @param told hears of the records that were copied so far
 * @throws Error where the log no longer holds what the cut names
 */
export async function copyLog(
  kafka: Kafka,
  dir: string,
  cut: Cut,
  told: (records: number) => void,
): Promise<Pick<Manifest, 'topics' | 'files'>> {
  const copies = new Map<string, Copying>();
  for (const [topic, partitions] of Object.entries(cut))
    for (const partition of partitions.keys()) {
      const file = `log/${topic}/${String(partition).padStart(3, '0')}.ndjson.gz`;
      copies.set(placeOf(topic, partition), {
        file,
        packed: await PackedFile.create(dir, file),
        next: 0,
        records: 0,
        gaps: [],
      });
    }
  let copied = 0;
  const groupId = `backup-${Date.now()}`;
  const follower = new LogFollower({
    kafka,
    groupId,
    topics: Object.keys(cut),
    concurrency: 3,
    positions: () => Promise.resolve(new Map([...copies].map(([place, { next }]) => [place, next]))),
    handle: async (batch) => {
      const copy = copies.get(placeOf(batch.topic, batch.partition));
      if (!copy) return undefined; // a partition that was added since the cut
      copied += await writeBatch(copy, batch);
      told(copied);
      await batch.heartbeat();
      return { next: copy.next };
    },
  });
  const limits = Object.entries(cut).flatMap(([topic, partitions]) =>
    [...partitions].map(([partition, to]) => [placeOf(topic, partition), to] as const),
  );
  try {
    follower.readUpTo(new Map(limits));
    if (limits.some(([, to]) => to > 0)) {
      await follower.start();
      while (!follower.hasReached) await wait(50);
    }
  } finally {
    await follower.close().catch(() => undefined);
  }
  await removeGroup(kafka, groupId);
  return closed(cut, copies);
}

async function writeBatch(copy: Copying, batch: LogBatch): Promise<number> {
  let text = '';
  let records = 0;
  for (const record of batch.records) {
    if (record.offset < copy.next) continue; // given again after a rebalance
    if (record.offset > copy.next) copy.gaps.push({ from: copy.next, to: record.offset });
    text += lineOf(record);
    copy.next = record.offset + 1;
    records += 1;
    if (text.length < 1_000_000) continue;
    await copy.packed.write(text);
    text = '';
  }
  if (text !== '') await copy.packed.write(text);
  if (batch.lastOffset + 1 > copy.next) {
    copy.gaps.push({ from: copy.next, to: batch.lastOffset + 1 });
    copy.next = batch.lastOffset + 1;
  }
  copy.records += records;
  return records;
}

async function closed(cut: Cut, copies: ReadonlyMap<string, Copying>): Promise<Pick<Manifest, 'topics' | 'files'>> {
  const topics: Record<string, BackedUpPartition[]> = {};
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const [topic, partitions] of Object.entries(cut)) {
    topics[topic] = [];
    for (const [partition, to] of [...partitions].sort(([a], [b]) => a - b)) {
      const copy = copies.get(placeOf(topic, partition));
      if (!copy) continue;
      const { file, packed, records, gaps } = copy;
      files[file] = await packed.close();
      topics[topic].push({ partition, file, to, records, gaps });
    }
  }
  return { topics, files };
}

async function removeGroup(kafka: Kafka, groupId: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  // That it stays behind harms nobody: it holds no offsets.
  await admin.deleteGroups([groupId]).catch(() => undefined);
  await admin.disconnect();
}
