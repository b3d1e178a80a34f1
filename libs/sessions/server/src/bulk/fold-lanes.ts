import { openSync } from 'node:fs';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { ChunkPool } from '@tq/platform/postgres';
import { buffersOf, foldGroup, type FoldedGroup, type GroupSettings, type GroupTask } from './fold-group';

/** Folds groups one after the other. */
export interface FoldLane {
  /** @throws what the disk says, and Error where its thread has ended */
  fold(task: GroupTask): Promise<FoldedGroup>;
  /** A group of this lane is written: its buffers are used again. */
  written(group: FoldedGroup): void;
  close(): Promise<void>;
}

/** In this thread. */
export function ownLane(fd: number, settings: GroupSettings): FoldLane {
  const pool = new ChunkPool();
  return {
    fold: (task) => foldGroup(fd, settings, task, pool),
    written: (group) => pool.giveBack(buffersOf(group)),
    close: () => Promise.resolve(),
  };
}

type Request = { readonly task: GroupTask } | { readonly written: readonly ArrayBuffer[] };
type Answer = { readonly group: FoldedGroup } | { readonly problem: string };

/** In a thread of its own, for machines with more than one processor core. @param script calls {@link serveFolds} */
export function threadLane(script: URL, settings: GroupSettings): FoldLane {
  const worker = new Worker(script, { name: 'fold', workerData: settings, resourceLimits });
  let ended: Error | undefined;
  let waiting: { resolve(group: FoldedGroup): void; reject(error: Error): void } | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    waiting?.reject(ended);
  };
  worker.on('message', (answer: Answer) => {
    if ('group' in answer) waiting?.resolve(answer.group);
    else waiting?.reject(new Error(answer.problem));
  });
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => end(new Error('A thread that folds has ended.')));
  return {
    fold: (task) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting = { resolve, reject };
        worker.postMessage({ task } satisfies Request);
      }),
    written(group) {
      const written = buffersOf(group);
      worker.postMessage({ written } satisfies Request, written);
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** The young generation is three times what Node's flags for the process of a rebuild name. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 96 };

/** All that a thread of {@link threadLane} does. */
export function serveFolds(): void {
  const settings = workerData as GroupSettings;
  const fd = openSync(settings.file, 'r');
  const pool = new ChunkPool();
  const answer = async (task: GroupTask): Promise<void> => {
    try {
      const group = await foldGroup(fd, settings, task, pool);
      parentPort?.postMessage({ group }, buffersOf(group));
    } catch (error) {
      parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) });
    }
  };
  parentPort?.on('message', (request: Request) => {
    if ('task' in request) void answer(request.task);
    else pool.giveBack(request.written);
  });
}
