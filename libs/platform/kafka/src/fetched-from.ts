import type { Batch } from 'kafkajs';

/** The offset that the broker was asked for when it gave this batch. kafkajs knows it, its types do not. */
export function fetchedFrom(batch: Batch): number {
  return Number((batch as Batch & { readonly fetchedOffset: string }).fetchedOffset);
}
