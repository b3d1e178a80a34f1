import { Partitioners } from 'kafkajs';

const partitioner = Partitioners.DefaultPartitioner();

/** The partition that murmur2, Kafka's default, gives a key; found out by asking the producer's own partitioner. */
export function partitionOf(key: string, partitions: number): number {
  const metadata = metadataOf(partitions);
  return partitioner({ topic: 't', partitionMetadata: metadata, message: { key, value: null } });
}

type Metadata = Parameters<typeof partitioner>[0]['partitionMetadata'];
const known = new Map<number, Metadata>();

function metadataOf(partitions: number): Metadata {
  let metadata = known.get(partitions);
  if (!metadata) {
    metadata = Array.from({ length: partitions }, (_, partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 0,
      replicas: [],
      isr: [],
    }));
    known.set(partitions, metadata);
  }
  return metadata;
}
