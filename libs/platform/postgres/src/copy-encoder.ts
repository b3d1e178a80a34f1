import type { ChunkPool } from './chunk-pool';
import type { Column } from './column-set';

/** A whole COPY in Postgres' binary format, cut anywhere, each piece with its head: messages of the protocol. */
export type CopyChunks = readonly Uint8Array<ArrayBuffer>[];

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const jsonbVersion = 1;
const two32 = 2 ** 32;

/**
 * Rows in the binary format of COPY (https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format"): neither side
 * has numbers to print and read, or characters to escape, which a backlog of millions feels.
 */
export class CopyEncoder<T> {
  private chunks: Uint8Array<ArrayBuffer>[] = [];
  private bytes: Buffer<ArrayBuffer> = Buffer.alloc(0);
  private view = viewOf(this.bytes);
  private end = 0;
  rows = 0;

  constructor(
    private readonly columns: readonly Column<T>[],
    private readonly pool: ChunkPool,
  ) {}

  add(item: T): void {
    if (this.rows === 0) {
      this.room(signature.length);
      this.end += signature.copy(this.bytes, this.end);
    }
    this.rows += 1;
    this.room(2);
    this.view.setInt16(this.end, this.columns.length);
    this.end += 2;
    for (let i = 0; i < this.columns.length; i++) {
      const [, type, valueOf] = this.columns[i] as Column<T>;
      const value = valueOf(item);
      if (value == null) {
        this.room(4);
        this.view.setInt32(this.end, -1);
        this.end += 4;
        continue;
      }
      switch (type) {
        case 'text':
          this.text(value as string, false);
          break;
        case 'jsonb':
          this.text(JSON.stringify(value), true);
          break;
        case 'bigint': {
          this.room(12);
          const high = Math.floor((value as number) / two32);
          this.view.setInt32(this.end, 8);
          this.view.setInt32(this.end + 4, high);
          this.view.setUint32(this.end + 8, (value as number) - high * two32);
          this.end += 12;
          break;
        }
        case 'int':
          this.room(8);
          this.view.setInt32(this.end, 4);
          this.view.setInt32(this.end + 4, value as number);
          this.end += 8;
          break;
        case 'boolean':
          this.room(5);
          this.view.setInt32(this.end, 1);
          this.bytes[this.end + 4] = value ? 1 : 0;
          this.end += 5;
          break;
        case 'bytea':
          this.room(4 + (value as Buffer).length);
          this.view.setInt32(this.end, (value as Buffer).length);
          this.end += 4 + (value as Buffer).copy(this.bytes, this.end + 4);
          break;
      }
    }
  }

  /** Everything that was added since the last time. */
  take(): CopyChunks {
    if (this.rows === 0) return [];
    this.room(2);
    this.view.setInt16(this.end, -1);
    this.end += 2;
    this.cut();
    const { chunks } = this;
    this.chunks = [];
    this.rows = 0;
    return chunks;
  }

  private text(text: string, isJsonb: boolean): void {
    const { length } = text;
    this.room(5 + 3 * length);
    const lengthAt = this.end;
    let start = lengthAt + 4;
    if (isJsonb) this.bytes[start++] = jsonbVersion;
    const written = length < 40 ? this.ascii(text, start) : -1;
    this.end = start + (written < 0 ? this.bytes.write(text, start) : written);
    this.view.setInt32(lengthAt, this.end - lengthAt - 4);
  }

  /** Ids are short and ASCII: a loop is faster than a call into the encoder. @returns -1 where the text is not ASCII */
  private ascii(text: string, start: number): number {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return -1;
      this.bytes[start + i] = code;
    }
    return text.length;
  }

  private room(needed: number): void {
    if (this.end + needed <= this.bytes.length) return;
    this.cut();
    this.bytes = this.pool.take(messageHead + needed);
    this.view = viewOf(this.bytes);
    this.bytes[0] = copyData;
    this.end = messageHead;
  }

  private cut(): void {
    if (this.end === 0) return;
    this.view.setInt32(1, this.end - 1);
    this.chunks.push(this.bytes.subarray(0, this.end));
    this.bytes = Buffer.alloc(0);
    this.end = 0;
  }
}

/** https://www.postgresql.org/docs/15/protocol-message-formats.html: CopyData is a letter and the length of the rest. */
const messageHead = 5;
const copyData = 'd'.charCodeAt(0);

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
