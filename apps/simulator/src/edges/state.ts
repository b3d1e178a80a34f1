import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../platform/platform';

/** Where a platform began, and up to where it has been told (epoch ms, exclusive; null: nothing for certain). */
export interface Place {
  readonly origin: number;
  readonly toldUntil: number | null;
}

/**
 * Remembers in `TQ_HOME/simulator.json` how far each mock platform has been told, so that the next run goes on there.
 * A crash between sending and remembering sends the last events again, with the same ids: harmless.
 */
export class State {
  readonly path: string;

  constructor(private readonly home: string) {
    this.path = join(home, 'simulator.json');
  }

  async of(platform: Omit<Platform, 'origin'>): Promise<Place | undefined> {
    return (await this.#all())[keyOf(platform)];
  }

  async remember(platform: Platform, toldUntil: number | null): Promise<void> {
    const all = { ...(await this.#all()), [keyOf(platform)]: { origin: platform.origin, toldUntil } };
    await mkdir(this.home, { recursive: true });
    await writeFile(`${this.path}.new`, `${JSON.stringify(all, null, 2)}\n`);
    await rename(`${this.path}.new`, this.path);
  }

  async #all(): Promise<Record<string, Place>> {
    try {
      return JSON.parse(await readFile(this.path, 'utf8')) as Record<string, Place>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw new Error(`${this.path} cannot be read (${(error as Error).message}). Remove it to begin a new platform.`, {
        cause: error,
      });
    }
  }
}

const keyOf = ({ seed, tutors, perDay }: Omit<Platform, 'origin'>): string =>
  `seed ${seed}, ${tutors} tutors, ${perDay} a day`;
