import { isUtf8 } from 'node:buffer';
import type { LogRecord } from '@tq/platform/kafka';

/** Bytes in a line: text where they are UTF-8, as nearly all are, else base64; null where there are none. */
type Bytes = string | { readonly base64: string } | null;

interface Line {
  readonly offset: number;
  /** Epoch milliseconds, by the clock of the broker that took it. */
  readonly timestamp: number;
  readonly key: Bytes;
  readonly value: Bytes;
  readonly headers?: Readonly<Record<string, Bytes | readonly Bytes[]>>;
}

/** A record of the log as one line of JSON; `recordOf` gives the same bytes back. */
export function lineOf({ offset, timestamp, key, value, headers }: LogRecord): string {
  const names = Object.keys(headers);
  const line: Line = {
    offset,
    timestamp,
    key: written(key),
    value: written(value),
    ...(names.length === 0
      ? {}
      : {
          headers: Object.fromEntries(
            names.map((name) => {
              const one = headers[name];
              return [name, Array.isArray(one) ? one.map(headerBytes) : headerBytes(one)];
            }),
          ),
        }),
  };
  return `${JSON.stringify(line)}\n`;
}

/** @throws SyntaxError where the line is none of ours */
export function recordOf(line: string): LogRecord {
  const { offset, timestamp, key, value, headers = {} } = JSON.parse(line) as Line;
  return {
    offset,
    timestamp,
    key: bytesOf(key),
    value: bytesOf(value),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, one]) => [name, isList(one) ? one.map(headerOf) : headerOf(one)]),
    ),
  };
}

const isList = (one: Bytes | readonly Bytes[]): one is readonly Bytes[] => Array.isArray(one);
const written = (bytes: Buffer | null): Bytes =>
  bytes === null ? null : isUtf8(bytes) ? bytes.toString('utf8') : { base64: bytes.toString('base64') };
const headerBytes = (one: Buffer | string | undefined): Bytes =>
  one === undefined ? null : written(Buffer.isBuffer(one) ? one : Buffer.from(one));
const bytesOf = (bytes: Bytes): Buffer | null =>
  bytes === null ? null : typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.base64, 'base64');
// kafkajs writes no header without a value: an empty one is the nearest.
const headerOf = (bytes: Bytes): Buffer => bytesOf(bytes) ?? Buffer.alloc(0);
