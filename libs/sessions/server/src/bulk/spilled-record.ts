import type { LogRecord } from '@tq/platform/kafka';

/** A record of the log with the place that a {@link LogRecord} alone does not tell. */
export interface PlacedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly record: LogRecord;
}

/** Bytes of length of value, of key, of headers, of topic, partition, timestamp, offset. */
const headLength = 36;
const absent = 0xffff_ffff;
/** Nearly every record has room in so much. */
const usualRecord = 1024;

/** Records one behind the other, as they wait for their turn: everything of them, in as few bytes as is simple. */
export class RecordBuffer {
  private buffer: Buffer;
  private end = 0;
  count = 0;

  constructor(private readonly size: number) {
    this.buffer = Buffer.allocUnsafeSlow(size);
  }

  get isFull(): boolean {
    return this.end > this.size - usualRecord;
  }

  add(topic: string, partition: number, { value, key, headers, timestamp, offset }: LogRecord): void {
    const names = headersText(headers);
    const needed = headLength + (value?.length ?? 0) + (key?.length ?? 0) + names.length * 3 + topic.length * 3;
    if (this.end + needed > this.buffer.length) this.grow(needed);
    const { buffer: bytes, end } = this;
    let at = end + headLength;
    if (value) at += value.copy(bytes, at);
    if (key) at += key.copy(bytes, at);
    const namesLength = names === '' ? 0 : bytes.write(names, at);
    at += namesLength;
    const topicLength = bytes.write(topic, at);
    bytes.writeUInt32LE(value ? value.length : absent, end);
    bytes.writeUInt32LE(key ? key.length : absent, end + 4);
    bytes.writeUInt32LE(namesLength, end + 8);
    bytes.writeUInt32LE(topicLength, end + 12);
    bytes.writeUInt32LE(partition, end + 16);
    bytes.writeDoubleLE(timestamp, end + 20);
    bytes.writeDoubleLE(offset, end + 28);
    this.end = at + topicLength;
    this.count += 1;
  }

  /** What was added since it was cleared; only until more is added. */
  get bytes(): Buffer {
    return this.buffer.subarray(0, this.end);
  }

  clear(): void {
    if (this.buffer.length > 2 * this.size) this.buffer = Buffer.allocUnsafeSlow(this.size);
    this.end = 0;
    this.count = 0;
  }

  private grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(this.end + needed + this.size);
    this.buffer.copy(larger, 0, 0, this.end);
    this.buffer = larger;
  }
}

/** The record with bytes of its own. */
export function kept(record: LogRecord): LogRecord {
  const own = (bytes: Buffer | null): Buffer | null => bytes && Buffer.from(bytes);
  return { ...record, value: own(record.value), key: own(record.key) };
}

/** The records of a {@link RecordBuffer.bytes}; values and keys are views of its bytes. */
export function recordsIn(bytes: Buffer): PlacedRecord[] {
  const records: PlacedRecord[] = [];
  for (let start = 0; start < bytes.length;) {
    const [valueLength, keyLength] = [bytes.readUInt32LE(start), bytes.readUInt32LE(start + 4)];
    const [namesLength, topicLength] = [bytes.readUInt32LE(start + 8), bytes.readUInt32LE(start + 12)];
    let at = start + headLength;
    const next = (length: number): Buffer => bytes.subarray(at, (at += length));
    const value = valueLength === absent ? null : next(valueLength);
    const key = keyLength === absent ? null : next(keyLength);
    const names = namesLength === 0 ? '' : next(namesLength).toString();
    const topic = topicOf(next(topicLength));
    records.push({
      topic,
      partition: bytes.readUInt32LE(start + 16),
      record: {
        value,
        key,
        headers: headersFrom(names),
        timestamp: bytes.readDoubleLE(start + 20),
        offset: bytes.readDoubleLE(start + 28),
      },
    });
    start = at;
  }
  return records;
}

// There are two topics: their names need not be made anew for every record.
const topicNames = new Map<string, string>();
function topicOf(bytes: Buffer): string {
  const name = bytes.toString('latin1');
  const known = topicNames.get(name);
  if (known !== undefined) return known;
  topicNames.set(name, name);
  return name;
}

type Headers = LogRecord['headers'];

// Nearly every record says the same: then it is one word.
const usualName = 'content-type';
const usualValue = Buffer.from('application/cloudevents+json; charset=UTF-8');
const usual = '~';

function headersText(headers: Headers): string {
  let names = 0;
  for (const name in headers) {
    names += 1;
    if (name !== usualName) return writtenOut(headers);
  }
  if (names === 0) return '';
  const value = headers[usualName];
  return Buffer.isBuffer(value) && usualValue.equals(value) ? usual : writtenOut(headers);
}

function writtenOut(headers: Headers): string {
  const value = (one: unknown): unknown => (Buffer.isBuffer(one) ? { base64: one.toString('base64') } : (one ?? null));
  return JSON.stringify(
    Object.entries(headers).map(([name, one]) => [name, Array.isArray(one) ? one.map(value) : value(one)]),
  );
}

type Written = string | { base64: string } | null;

function headersFrom(text: string): Headers {
  if (text === '') return {};
  if (text === usual) return { [usualName]: usualValue };
  const value = (one: Written): string | Buffer | undefined =>
    one === null ? undefined : typeof one === 'string' ? one : Buffer.from(one.base64, 'base64');
  const entries = JSON.parse(text) as [string, Written | Written[]][];
  return Object.fromEntries(
    entries.map(([name, one]) => [name, Array.isArray(one) ? one.map((each) => value(each) ?? '') : value(one)]),
  );
}
