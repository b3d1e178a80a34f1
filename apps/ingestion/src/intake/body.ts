import type { IncomingMessage } from 'node:http';
import { ProblemError } from '@tq/platform/http';

/** Bytes. */
export const largestBody = 8 * 1024 * 1024;
/** A sender who goes on beyond this is not listened to any longer. */
const longestListening = 64 * 1024 * 1024;

export interface Body {
  /** As they came; empty where it is too large. */
  readonly bytes: Buffer;
  readonly isTooLarge: boolean;
}

/**
 * Reads a body to its end, keeping at most 8 MiB of it: only who has sent everything reliably sees the answer.
 * @param heard is told every chunk, also of what is too large
 * @throws when the sender goes away
 */
export function readBody(request: IncomingMessage, heard?: (chunk: Buffer) => void): Promise<Body> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new ProblemError(400, { detail: 'The body ended early.' }));
    if (request.destroyed && !request.readableEnded) return gone();
    let chunks: Buffer[] = [];
    let size = 0;
    const end = () => {
      const isTooLarge = size > largestBody;
      resolve({
        bytes: isTooLarge ? Buffer.alloc(0) : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
        isTooLarge,
      });
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      heard?.(chunk);
      if (size <= largestBody) chunks.push(chunk);
      else chunks = [];
      if (size > longestListening) {
        request.pause();
        end();
      }
    });
    request.once('end', end);
    request.once('error', gone);
    request.once('close', () => {
      if (!request.complete) gone();
    });
  });
}

/** Reads and forgets a body that is refused whatever it holds. */
export async function drain(request: IncomingMessage): Promise<void> {
  if (!request.complete || !request.readableEnded) await readBody(request, undefined).catch(() => undefined);
}
