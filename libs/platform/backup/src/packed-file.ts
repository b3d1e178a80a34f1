import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished, pipeline } from 'node:stream/promises';
import { Transform, type Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';

/** Size and SHA-256 of a file as it lies on the disk. */
export interface FileSum {
  readonly bytes: number;
  readonly sha256: string;
}

/** Packs little for what it costs to pack more. */
const level = 3;

/** Sums up what flows through it. */
class Summing extends Transform {
  private readonly hash = createHash('sha256');
  private bytes = 0;

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    done(null, chunk);
  }

  get sum(): FileSum {
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}

/** A gzip file that is written piece by piece; never more of it in memory than the streams hold. Readable by its owner alone. */
export class PackedFile {
  private readonly gzip = createGzip({ level });
  private readonly summing = new Summing();
  private readonly written: Promise<void>;

  private constructor(path: string) {
    this.written = pipeline(this.gzip, this.summing, createWriteStream(path, { mode: 0o600, flush: true }));
    // Heard of where it is awaited; until then it must not end the process.
    this.written.catch(() => undefined);
  }

  static async create(dir: string, file: string): Promise<PackedFile> {
    const path = join(dir, file);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return new PackedFile(path);
  }

  /** Resolves when there is room for more. @throws what writing throws */
  async write(text: string): Promise<void> {
    if (this.gzip.write(text)) return;
    await Promise.race([new Promise<void>((room) => this.gzip.once('drain', room)), this.written]);
  }

  async writeAll(source: Readable): Promise<void> {
    source.pipe(this.gzip, { end: false });
    await Promise.race([finished(source), this.written]);
  }

  async close(): Promise<FileSum> {
    this.gzip.end();
    await this.written;
    return this.summing.sum;
  }
}

/** The contents of such a file. */
export function unpacked(dir: string, file: string): Readable {
  const gunzip = createGunzip();
  pipeline(createReadStream(join(dir, file)), gunzip).catch((error: unknown) => gunzip.destroy(error as Error));
  return gunzip;
}

/** The lines of such a file, one after the other. */
export async function* linesOf(dir: string, file: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: unpacked(dir, file), crlfDelay: Infinity })) yield line;
}

/** Size and SHA-256 of any file. */
export async function sumOf(path: string): Promise<FileSum> {
  const summing = new Summing();
  summing.resume();
  await pipeline(createReadStream(path), summing);
  return summing.sum;
}
