import { randomUUID } from 'node:crypto';
import { constants as files, readSync, writeSync } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogRecord } from '@tq/platform/kafka';
import { recordsIn, RecordBuffer, type PlacedRecord } from './spilled-record';

/** How far the log was put by, and what of the file holds it. */
interface Manifest {
  readonly token: string;
  /** Of the file, in the same folder. */
  readonly name: string;
  readonly length: number;
  readonly next: Readonly<Record<string, number>>;
}

export interface SpillSizes {
  readonly buckets: number;
  /** After so many records a process that is killed loses nothing of what was put by before. */
  readonly checkpointRecords: number;
}

/** A run of records of one bucket in the file. */
export interface Block {
  readonly position: number;
  readonly length: number;
  readonly records: number;
}

/** Records, or kilobytes where these are more: what something takes in memory, about. */
const weightOf = ({ records, length }: Block): number => Math.max(records, Math.floor(length / 1024));

const blockBytes = 32 * 1024;
/** Bucket, length, number of records. */
const blockHead = 12;

/**
 * Records of the log put by in one file, sorted into buckets: what belongs together is then read together, however far
 * apart it lies on the log. Written in blocks of one bucket each; read block by block.
 * A process that is killed loses what came since the last checkpoint and goes on from there.
 */
export class Spill {
  readonly buckets: number;
  private readonly checkpointRecords: number;
  private readonly open: (RecordBuffer | undefined)[];
  private readonly blocks: Block[][];
  private readonly next = new Map<string, number>();
  private end = 0;
  private sinceCheckpoint = 0;
  private checking: Promise<void> | undefined;
  /** Records put by. */
  records = 0;

  private constructor(
    private readonly dir: string,
    private readonly token: string,
    private readonly name: string,
    private readonly file: FileHandle,
    sizes: SpillSizes,
  ) {
    const { buckets } = sizes;
    this.buckets = buckets;
    this.checkpointRecords = sizes.checkpointRecords;
    this.open = new Array<RecordBuffer | undefined>(buckets).fill(undefined);
    this.blocks = Array.from({ length: buckets }, () => []);
  }

  /**
   * Goes on with what is in the folder where that was written under the same token, else begins anew. Always in a file
   * of its own: a process that was only thought to be dead writes into one that nobody reads.
   * @param dir nobody else's; made where there is none
   * @param token of the rows that belong to it
   */
  static async at(dir: string, token: string, sizes: SpillSizes): Promise<{ spill: Spill; isResumed: boolean }> {
    await mkdir(dir, { recursive: true });
    const name = `records-${randomUUID()}`;
    const manifest = await manifestOf(dir, token);
    const isResumed = manifest !== undefined && (await copied(join(dir, manifest.name), join(dir, name)));
    const spill = new Spill(dir, token, name, await open(join(dir, name), isResumed ? 'r+' : 'w+'), sizes);
    if (isResumed) await spill.resume(manifest);
    await spill.checkpoint();
    if (manifest) await rm(join(dir, manifest.name), { force: true });
    return { spill, isResumed };
  }

  /** The next offset of a partition, 0 at the beginning. */
  nextOf(topic: string, partition: number): number {
    return this.next.get(`${topic}/${partition}`) ?? 0;
  }

  recordsIn(bucket: number): number {
    return (this.blocks[bucket] ?? []).reduce((sum, { records }) => sum + records, this.open[bucket]?.count ?? 0);
  }

  /** Only after a checkpoint. */
  weightIn(bucket: number): number {
    return (this.blocks[bucket] ?? []).reduce((sum, block) => sum + weightOf(block), 0);
  }

  /** @throws what the disk says */
  add(bucket: number, topic: string, partition: number, record: LogRecord): void {
    const buffer = (this.open[bucket] ??= new RecordBuffer(blockBytes));
    buffer.add(topic, partition, record);
    this.records += 1;
    this.sinceCheckpoint += 1;
    if (buffer.isFull) this.write(bucket, buffer);
  }

  /** Everything before this offset of the partition was added. */
  advance(topic: string, partition: number, next: number): void {
    this.next.set(`${topic}/${partition}`, next);
  }

  /** Waits until more may be added. @throws what the disk says */
  async ready(): Promise<void> {
    if (this.sinceCheckpoint >= this.checkpointRecords) this.checking ??= this.checkpoint();
    await this.checking;
  }

  /** Whoever comes after us finds everything up to here. Nothing may be added meanwhile. @throws what the disk says */
  async checkpoint(): Promise<void> {
    this.sinceCheckpoint = 0;
    for (const [bucket, buffer] of this.open.entries()) if (buffer && buffer.count > 0) this.write(bucket, buffer);
    const next = Object.fromEntries(this.next);
    const manifest: Manifest = { token: this.token, name: this.name, length: this.end, next };
    await this.file.datasync();
    const path = join(this.dir, 'manifest.json');
    const written = await open(`${path}.new`, 'w');
    await written.writeFile(JSON.stringify(manifest));
    await written.datasync();
    await written.close();
    await rename(`${path}.new`, path);
    this.checking = undefined;
  }

  /** Where the records of a bucket are, in the same order for whoever goes on with it. Only after a checkpoint. */
  blocksOf(bucket: number): readonly Block[] {
    return this.blocks[bucket] ?? [];
  }

  get path(): string {
    return join(this.dir, this.name);
  }

  get fd(): number {
    return this.file.fd;
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  /** Removes the files; call after {@link close}. */
  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }

  /** At once, into the system's cache: handing each block to another thread costs more than the copy. */
  private write(bucket: number, buffer: RecordBuffer): void {
    const { bytes, count } = buffer;
    const head = Buffer.allocUnsafe(blockHead);
    head.writeUInt32LE(bucket, 0);
    head.writeUInt32LE(bytes.length, 4);
    head.writeUInt32LE(count, 8);
    const position = this.end + blockHead;
    writeFully(this.file, head, this.end);
    writeFully(this.file, bytes, position);
    this.end = position + bytes.length;
    this.blocks[bucket]?.push({ position, length: bytes.length, records: count });
    buffer.clear();
  }

  private async resume({ length, next }: Manifest): Promise<void> {
    await this.file.truncate(length);
    for (const [place, offset] of Object.entries(next)) this.next.set(place, offset);
    const head = Buffer.allocUnsafe(blockHead);
    for (; this.end < length;) {
      readFully(this.fd, head, this.end);
      const block = { position: this.end + blockHead, length: head.readUInt32LE(4), records: head.readUInt32LE(8) };
      this.blocks[head.readUInt32LE(0)]?.push(block);
      this.records += block.records;
      this.end = block.position + block.length;
    }
  }
}

/** The records of blocks, one after the other; their bytes are overwritten with the next one's. */
export function* readBlocks(
  fd: number,
  blocks: readonly Block[],
): Generator<{ records: PlacedRecord[]; weight: number }> {
  const longest = blocks.reduce((length, block) => Math.max(length, block.length), 0);
  const room = Buffer.allocUnsafeSlow(longest);
  for (const block of blocks) {
    const bytes = room.subarray(0, block.length);
    readFully(fd, bytes, block.position);
    yield { records: recordsIn(bytes), weight: weightOf(block) };
  }
}

async function copied(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, files.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function manifestOf(dir: string, token: string): Promise<Manifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as Manifest;
    return manifest.token === token ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function writeFully({ fd }: FileHandle, bytes: Buffer, position: number): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, position + at);
}

// It was just written: most of it is still in memory, and a call that does not wait costs a tenth of one that does.
function readFully(fd: number, bytes: Buffer, position: number): void {
  for (let at = 0; at < bytes.length;) {
    const read = readSync(fd, bytes, at, bytes.length - at, position + at);
    if (read === 0) throw new Error('The file of records that were put by is shorter than it was.');
    at += read;
  }
}
