import { Kafka, logLevel, type LogEntry } from 'kafkajs';

/** A line for the process's own log; never with a record's content. */
export type KafkaLog = (level: 'error' | 'warn' | 'info' | 'debug', message: string, details: object) => void;

export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** Shown in the broker's log and metrics. */
  readonly clientId: string;
  readonly log?: KafkaLog;
  /** 3000 unless told. */
  readonly connectionTimeoutMs?: number;
  /** How long an answer may take: 15,000 unless told. */
  readonly requestTimeoutMs?: number;
  /** How often a request is tried again: 40 unless told. */
  readonly retries?: number;
}

/**
 * The one way to make a client: retries that outlive a broker's restart, and timeouts that notice a dead one.
 * Everything that shares the returned client still opens connections of its own: make few producers and admins.
 */
export function createKafka(options: KafkaOptions): Kafka {
  const { brokers, clientId, log } = options;
  return new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: options.connectionTimeoutMs ?? 3000,
    requestTimeout: options.requestTimeoutMs ?? 15_000,
    enforceRequestTimeout: true,
    // Often rather than rarely: a broker that is back after a while should not wait for us. About 40 s in all.
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: options.retries ?? 40 },
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
