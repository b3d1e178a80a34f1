import { createHash } from 'node:crypto';
import { readDecision, readEvent, storableData, topics, type Problem } from '@tq/events';
import { partitionOf, type LogRecord } from '@tq/platform/kafka';
import { excuseDecision, knownEvent, type ExcuseDecision, type KnownEvent, type RecordPlace } from '@tq/sessions/core';

/** A decision with its tutor and its place. */
export type KnownDecision = ExcuseDecision & { readonly subject: string; readonly record: RecordPlace };

/** A record that is no valid event. */
export interface DeadLetter {
  readonly record: LogRecord;
  readonly reasons: readonly Problem[];
  /** The `source`, where the value is JSON and has one. */
  readonly producer: string | null;
}

/** A valid record whose key or partition is not what its subject asks for. */
export interface Misplaced {
  readonly source: string;
  readonly record: LogRecord;
  readonly detail: string;
}

/** What a run of records of one partition says. */
export interface ReadRecords {
  readonly events: KnownEvent[];
  readonly decisions: KnownDecision[];
  readonly deadLetters: DeadLetter[];
  readonly misplaced: Misplaced[];
}

/** Reads records: every one becomes an event, a decision or a dead letter. Never throws for what a record holds. */
export function readRecords(
  topic: string,
  partition: number,
  partitions: number,
  records: readonly LogRecord[],
): ReadRecords {
  const read: ReadRecords = { events: [], decisions: [], deadLetters: [], misplaced: [] };
  for (const record of records) {
    const place = { timestamp: record.timestamp, partition, offset: record.offset };
    const checked = topic === topics.coachingEvents.name ? readDecision(record.value) : readEvent(record.value);
    if (!checked.ok) {
      read.deadLetters.push({ record, reasons: checked.problems, producer: producerOf(record.value) });
      continue;
    }
    const event = checked.event;
    if (event.type === 'tutoring.fact.excused.v1' || event.type === 'tutoring.fact.excuse-withdrawn.v1')
      read.decisions.push({ ...excuseDecision(event, place), subject: event.subject, record: place });
    else read.events.push(withStorableData(knownEvent(event, place)));
    const detail = misplacedBecause(event.subject, record.key, partition, partitions);
    if (detail) read.misplaced.push({ source: event.source, record, detail });
  }
  return read;
}

/**
 * The event with its data as the database keeps them. A transcript's words stay on the log only; a digest of them
 * still tells whether the same identity comes again with other words.
 */
function withStorableData(event: KnownEvent): KnownEvent {
  if (event.type !== 'tutoring.session.transcribed.v1') {
    if (isFlat(event.data)) return event;
    const data = storableData(event.data);
    return data === event.data ? event : ({ ...event, data } as KnownEvent);
  }
  const words = storableData(event.data.utterances);
  const utterancesSha256 = createHash('sha256').update(JSON.stringify(words)).digest('hex');
  const data = { ...storableData(event.data), utterances: [], utteranceCount: words.length, utterancesSha256 };
  return { ...event, data };
}

function isFlat(data: object): boolean {
  for (const value of Object.values(data)) if (typeof value === 'object' && value !== null) return false;
  return true;
}

const partitionsOfKeys = new Map<string, number>();
const mostRemembered = 50_000;

function misplacedBecause(
  subject: string,
  key: Buffer | null,
  partition: number,
  partitions: number,
): string | undefined {
  if (!key || !sameText(key, subject)) return 'The key is not the subject.';
  let expected = partitionsOfKeys.get(subject);
  if (expected === undefined) {
    if (partitionsOfKeys.size > mostRemembered) partitionsOfKeys.clear();
    expected = partitionOf(subject, partitions);
    partitionsOfKeys.set(subject, expected);
  }
  return expected === partition
    ? undefined
    : `The partition is not murmur2 of the key (librdkafka needs partitioner=murmur2_random).`;
}

function sameText(key: Buffer, ascii: string): boolean {
  return key.length === ascii.length && key.toString('latin1') === ascii;
}

function producerOf(value: Buffer | null): string | null {
  try {
    const document: unknown = JSON.parse((value ?? Buffer.of()).toString('utf8'));
    const source: unknown = (document as { source?: unknown } | null)?.source;
    if (typeof source !== 'string' || source.includes('\0') || !source.isWellFormed()) return null;
    return source.slice(0, 512);
  } catch {
    return null;
  }
}
