import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

/** The family that charts write in. */
export const chartFontFamily = 'Inter';

let file: string | undefined;

/**
 * Path of the charts' font as a TrueType file. A machine without fonts would draw no text at all, so one comes with us:
 * as WOFF from npm, which the renderer cannot read, unpacked once for each process.
 */
export function chartFontFile(): string {
  if (file === undefined) {
    const woff = createRequire(import.meta.url).resolve('@fontsource/inter/files/inter-latin-500-normal.woff');
    file = join(mkdtempSync(join(tmpdir(), 'tq-chart-font-')), 'inter.ttf');
    writeFileSync(file, sfntOf(readFileSync(woff)));
  }
  return file;
}

/** WOFF 1.0 is a TrueType file with each table compressed (https://www.w3.org/TR/WOFF/). */
export function sfntOf(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('Not a WOFF file.');
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + 16 * count);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const log = Math.floor(Math.log2(count));
  head.writeUInt16BE(16 * 2 ** log, 6);
  head.writeUInt16BE(log, 8);
  head.writeUInt16BE(16 * count - 16 * 2 ** log, 10);
  const tables: Buffer[] = [];
  let offset = head.length;
  for (let index = 0; index < count; index += 1) {
    const entry = 44 + 20 * index;
    const [start, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [number, number, number];
    const bytes = woff.subarray(start, start + packed);
    const table = packed < length ? inflateSync(bytes) : bytes;
    const record = 12 + 16 * index;
    woff.copy(head, record, entry, entry + 4);
    woff.copy(head, record + 4, entry + 16, entry + 20);
    head.writeUInt32BE(offset, record + 8);
    head.writeUInt32BE(length, record + 12);
    const padded = Buffer.alloc(Math.ceil(length / 4) * 4);
    table.copy(padded);
    tables.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([head, ...tables]);
}
