import type { Settings } from '@tq/platform/settings';
import type { Ports, PortVariable } from './choose-ports';
import type { Secrets } from './secrets';

/** One installation on this machine: where everything is, and what the services are told. */
export interface Installation {
  readonly home: string;
  readonly ports: Ports;
  /** Whether broker and database are ours; otherwise the server named in the environment is used. */
  readonly embeds: Readonly<{ broker: boolean; postgres: boolean; inbox: boolean }>;
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly publicUrl: string;
  /** Where this process itself finds the gateway. */
  readonly gatewayUrl: string;
  readonly secrets: Secrets;
  readonly gatewayApiToken: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
const isSet = (environment: Environment, variable: string) => (environment[variable] ?? '') !== '';

export function embedsOf(environment: Environment): Installation['embeds'] {
  return {
    broker: !isSet(environment, 'KAFKA_BROKERS'),
    postgres: !isSet(environment, 'DATABASE_URL'),
    inbox: !isSet(environment, 'SMTP_URL'),
  };
}

/** The ports that this installation opens itself. */
export function portsNeeded({ broker, postgres, inbox }: Installation['embeds']): PortVariable[] {
  return [
    'GATEWAY_PORT',
    'INGESTION_PORT',
    'SCORING_PORT',
    'NOTIFICATION_PORT',
    ...(broker ? (['KAFKA_PORT'] as const) : []),
    ...(postgres ? (['POSTGRES_PORT'] as const) : []),
    ...(inbox ? (['SMTP_PORT', 'MAIL_WEB_PORT'] as const) : []),
  ];
}

/** Which of the ports somebody chose. */
export function portsChosen(environment: Environment, settings: Settings): Partial<Record<PortVariable, number>> {
  const all = portsNeeded({ broker: true, postgres: true, inbox: true });
  return Object.fromEntries(
    all.filter((variable) => isSet(environment, variable)).map((variable) => [variable, settings[variable]]),
  );
}

export function installationOf(
  settings: Settings,
  ports: Ports,
  secrets: Secrets,
  environment: Environment = process.env,
): Installation {
  const embeds = embedsOf(environment);
  return {
    home: settings.TQ_HOME,
    ports,
    embeds,
    kafkaBrokers: embeds.broker ? `127.0.0.1:${ports.KAFKA_PORT}` : settings.KAFKA_BROKERS.join(','),
    databaseUrl: embeds.postgres
      ? `postgres://postgres:postgres@127.0.0.1:${ports.POSTGRES_PORT}/tutor_quality`
      : settings.DATABASE_URL,
    smtpUrl: embeds.inbox ? `smtp://127.0.0.1:${ports.SMTP_PORT}` : settings.SMTP_URL,
    publicUrl: settings.PUBLIC_URL ?? `http://localhost:${ports.GATEWAY_PORT}`,
    gatewayUrl: environment.GATEWAY_URL ?? `http://127.0.0.1:${ports.GATEWAY_PORT}`,
    secrets,
    gatewayApiToken: settings.GATEWAY_API_TOKENS[0] ?? secrets.gatewayApiToken ?? '',
  };
}

/** What every process of it gets as environment: the caller's own, with all that was decided here. */
export function environmentOf(
  installation: Installation,
  environment: Environment = process.env,
): Record<string, string | undefined> {
  const { ports, secrets } = installation;
  const secret = (variable: string, value: string | undefined) =>
    isSet(environment, variable) || value === undefined ? {} : { [variable]: value };
  return {
    ...environment,
    ...Object.fromEntries(Object.entries(ports).map(([variable, port]) => [variable, String(port)])),
    TQ_HOME: installation.home,
    KAFKA_BROKERS: installation.kafkaBrokers,
    DATABASE_URL: installation.databaseUrl,
    SMTP_URL: installation.smtpUrl,
    PUBLIC_URL: installation.publicUrl,
    ADMIN_EMAIL: secrets.admin.email,
    ...secret('INGEST_API_KEYS', secrets.ingestApiKey),
    ...secret('RAILS_WEBHOOK_SECRETS', secrets.railsWebhookSecret),
    ...secret('GATEWAY_API_TOKENS', secrets.gatewayApiToken),
  };
}
