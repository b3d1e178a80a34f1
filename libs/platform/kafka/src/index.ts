import './idle-timer';

export { createKafka, type KafkaLog, type KafkaOptions } from './client';
export { ensureTopics, partitionCounts, type EnsuredTopics } from './topics';
export { EndOffsets, type PartitionEnd, type PartitionOffset } from './end-offsets';
export { BatchServer, type BatchServerOptions } from './batch-server';
export type { BatchOutcome, LogBatch, LogRecord } from './log-batch';
export { LogFollower, placeOf, type LogFollowerOptions } from './log-follower';
export { partitionOf } from './partition-of';
export {
  LogProducer,
  LogUnavailable,
  producerConfig,
  type LogProducerOptions,
  type OutgoingRecord,
} from './log-producer';
export { OutboxRelay, type OutboxRelayOptions } from './outbox-relay';
