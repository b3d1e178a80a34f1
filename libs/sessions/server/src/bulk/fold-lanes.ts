import { openSync } from 'node:fs';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { foldGroup, type FoldedGroup, type GroupSettings, type GroupTask } from './fold-group';

/** Folds groups one after the other. */
export interface FoldLane {
  /** @throws what the disk says, and Error where its thread has ended */
  fold(task: GroupTask): Promise<FoldedGroup>;
  close(): Promise<void>;
}

/** In this thread. */
export function ownLane(fd: number, settings: GroupSettings): FoldLane {
  return { fold: (task) => foldGroup(fd, settings, task), close: () => Promise.resolve() };
}

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
        worker.postMessage(task);
      }),
    async close() {
      await worker.terminate();
    },
  };
}

const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 64 };

/** All that a thread of {@link threadLane} does. */
export function serveFolds(): void {
  const settings = workerData as GroupSettings;
  const fd = openSync(settings.file, 'r');
  const answer = async (task: GroupTask): Promise<void> => {
    try {
      const group = await foldGroup(fd, settings, task);
      const chunks = group.statements.flatMap((one) => ('chunks' in one ? one.chunks : []));
      parentPort?.postMessage({ group }, [...new Set(chunks.map(({ buffer }) => buffer as ArrayBuffer))]);
    } catch (error) {
      parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) });
    }
  };
  parentPort?.on('message', (task: GroupTask) => void answer(task));
}
