import { resolve } from 'node:path';
import { z } from 'zod';

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const port = (standard: number) => z.coerce.number().int().min(1).max(65535).default(standard);

/** Whether this runtime's IANA database has a zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Every setting of the system, by its environment variable. All have a default for one machine. */
export const settingsSchema = z.object({
  KAFKA_BROKERS: list.default(['127.0.0.1:9092']),
  DATABASE_URL: z.string().default('postgres://postgres:postgres@127.0.0.1:5432/tutor_quality'),
  SMTP_URL: z.string().default('smtp://127.0.0.1:1025'),
  INGEST_API_KEYS: list.default([]),
  RAILS_WEBHOOK_SECRETS: list.default([]),
  GATEWAY_API_TOKENS: list.default([]),
  /** IANA name; days are calendar days of this zone. */
  PLATFORM_TIME_ZONE: z.string().refine(isTimeZone, 'is not an IANA time zone').default('UTC'),
  ADMIN_EMAIL: z.string().default('admin@example.com'),
  /** Single session reports an hour and recipient; 0 = no limit. */
  MAIL_MAX_PER_HOUR: z.coerce.number().int().min(0).default(30),
  /** The mails' sender; default: `tutor-quality` at the domain of ADMIN_EMAIL. */
  MAIL_FROM: z.string().optional(),
  /** EventStoreDB for decisions (`esdb://host:2113?tls=false`); without it they live in Postgres. */
  EVENTSTORE_URL: z
    .string()
    .regex(/^esdb(\+discover)?:\/\/./, 'is not an address such as esdb://host:2113?tls=false')
    .optional(),
  RULES_FILE: z.string().optional(),
  PUBLIC_URL: z.string().optional(),
  /** Where the gateway finds the other services; by default on this machine, by their ports. */
  INGESTION_URL: z.string().optional(),
  SCORING_URL: z.string().optional(),
  NOTIFICATION_URL: z.string().optional(),
  TQ_HOME: z
    .string()
    .default('.data')
    .transform((path) => resolve(path)),
  /** The address that services listen on; containers need 0.0.0.0. */
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  GATEWAY_PORT: port(3000),
  INGESTION_PORT: port(3001),
  SCORING_PORT: port(3002),
  NOTIFICATION_PORT: port(3003),
  KAFKA_PORT: port(9092),
  POSTGRES_PORT: port(5432),
  SMTP_PORT: port(1025),
  MAIL_WEB_PORT: port(1080),
});

export type Settings = Readonly<z.infer<typeof settingsSchema>>;

/**
 * Settings from an environment; an empty variable counts as absent.
 * @throws Error that names every variable that is wrong, and why.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = settingsSchema.safeParse(given);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The settings are wrong:\n  ${wrong.join('\n  ')}`);
}
