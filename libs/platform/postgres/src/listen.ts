import pg from 'pg';

export interface Listening {
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly url: string;
  readonly name: string;
  readonly channels: readonly string[];
  readonly onNotify: (channel: string, payload: string) => void;
  /** After every (re)connection: what was said meanwhile is lost, so look at the tables. */
  readonly onConnect?: () => void;
  readonly onError?: (error: Error) => void;
}

const firstRetryMs = 200;
const longestRetryMs = 5000;

/** Listens on channels over a connection of its own, and connects again when it breaks. */
export function listen(options: ListenOptions): Listening {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let retryMs = firstRetryMs;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: `${options.name} listens`,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    client = next;
    let broken = false;
    const onBroken = (error: Error): void => {
      if (broken || closed) return;
      broken = true;
      options.onError?.(error);
      next.end().catch(() => undefined);
      timer = setTimeout(() => void connect(), retryMs);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    };
    next.on('error', onBroken);
    next.on('end', () => onBroken(new Error('The listening connection was closed.')));
    next.on('notification', ({ channel, payload }) => options.onNotify(channel, payload ?? ''));
    try {
      await next.connect();
      for (const channel of options.channels) await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
      retryMs = firstRetryMs;
      options.onConnect?.();
    } catch (error) {
      onBroken(error instanceof Error ? error : new Error(String(error)));
    }
  };
  void connect();

  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
