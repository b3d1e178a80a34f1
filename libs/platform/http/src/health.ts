import { Injectable } from '@nestjs/common';

/** Answers null when well, or one sentence that says what is wrong. A throw counts as not well. */
export type HealthCheck = () => string | null | Promise<string | null>;

const checkTimeoutMs = 3000;

/** What a service says of itself. `live`: it makes progress (else: restart it). `ready`: it can serve now. */
@Injectable()
export class Health {
  private readonly checks = { live: new Map<string, HealthCheck>(), ready: new Map<string, HealthCheck>() };
  private stopping = false;

  /** Adds a check under a name; a second one of the same name replaces the first. */
  add(kind: 'live' | 'ready', name: string, check: HealthCheck): void {
    this.checks[kind].set(name, check);
  }

  /** From now on not ready: load balancers look away while the last requests are answered. */
  beginStop(): void {
    this.stopping = true;
  }

  async report(kind: 'live' | 'ready'): Promise<{ ok: boolean; checks: Record<string, string> }> {
    const results = await Promise.all(
      [...this.checks[kind]].map(async ([name, check]) => [name, await outcome(check)] as const),
    );
    const checks: Record<string, string> = Object.fromEntries(results.map(([name, wrong]) => [name, wrong ?? 'ok']));
    if (kind === 'ready' && this.stopping) checks['shutdown'] = 'The service is stopping.';
    return { ok: Object.values(checks).every((text) => text === 'ok'), checks };
  }
}

async function outcome(check: HealthCheck): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`No answer within ${checkTimeoutMs / 1000} s.`), checkTimeoutMs);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), late]);
  } catch (error) {
    return error instanceof Error ? error.message : 'The check failed.';
  } finally {
    clearTimeout(timer);
  }
}
