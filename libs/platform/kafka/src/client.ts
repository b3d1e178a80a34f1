import { Kafka, logLevel, type LogEntry } from 'kafkajs';

/** A line for the process's own log; never with a record's content. */
export type KafkaLog = (level: 'error' | 'warn' | 'info' | 'debug', message: string, details: object) => void;

export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** Shown in the broker's log and metrics. */
  readonly clientId: string;
  readonly log?: KafkaLog;
}

/**
 * The one way to make a client: retries that outlive a broker's restart, and timeouts that notice a dead one.
 * Everything that shares the returned client still opens connections of its own: make few producers and admins.
 */
export function createKafka({ brokers, clientId, log }: KafkaOptions): Kafka {
  return new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 5000, retries: 12 },
    logLevel: log ? logLevel.INFO : logLevel.NOTHING,
    ...(log ? { logCreator: () => (entry: LogEntry) => toLog(log, entry) } : {}),
  });
}

function toLog(
  log: KafkaLog,
  { level, namespace, log: { message, timestamp: _, logger: __, ...details } }: LogEntry,
): void {
  const levels = {
    [logLevel.ERROR]: 'error',
    [logLevel.WARN]: 'warn',
    [logLevel.INFO]: 'info',
    [logLevel.DEBUG]: 'debug',
    [logLevel.NOTHING]: 'debug',
  } as const;
  log(levels[level], `${namespace}: ${message}`, details);
}
