import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ProcessItem } from './system.dto';

const patienceMs = 1500;
const answer = z.object({ checks: z.record(z.string(), z.string()) });

/** Asks the other services whether they are ready. */
@Injectable()
export class ServiceProbe {
  /** @param services name → base URL @param servers name → one sentence where it does not answer, else null */
  constructor(
    private readonly services: Readonly<Record<string, string>>,
    private readonly servers: Readonly<Record<string, () => Promise<string | null>>> = {},
  ) {}

  all(): Promise<ProcessItem[]> {
    return Promise.all([
      ...Object.entries(this.services).map(([name, url]) => probe(name, url)),
      ...Object.entries(this.servers).map(async ([name, trouble]) => {
        const problem = await trouble();
        return { name, ready: problem === null, problem };
      }),
    ]);
  }
}

async function probe(name: string, url: string): Promise<ProcessItem> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(patienceMs) });
    const { checks } = answer.parse(await response.json());
    const wrong = Object.entries(checks).find(([, text]) => text !== 'ok');
    return { name, ready: response.ok, problem: wrong === undefined ? null : `${wrong[0]}: ${wrong[1]}` };
  } catch {
    return { name, ready: false, problem: 'It does not answer.' };
  }
}
