/** What chunks are cut to; a row that is larger gets one of its own. */
const chunkBytes = 1 << 18;

/** So much is kept for the next rows. */
const mostKept = 128;

/**
 * Buffers for COPY that are used again and again: V8 looks through the whole heap after every 64 MB that are allocated
 * outside of it, which a rebuild of millions of records feels.
 */
export class ChunkPool {
  private readonly free: ArrayBuffer[] = [];

  /** @returns at least so many bytes; what is in them is no longer of use to anybody */
  take(needed: number): Buffer<ArrayBuffer> {
    const used = needed <= chunkBytes ? this.free.pop() : undefined;
    return used ? Buffer.from(used) : Buffer.allocUnsafeSlow(Math.max(chunkBytes, needed));
  }

  /** Nobody may read them afterwards. */
  giveBack(buffers: Iterable<ArrayBuffer>): void {
    for (const buffer of buffers)
      if (buffer.byteLength === chunkBytes && this.free.length < mostKept) this.free.push(buffer);
  }
}
