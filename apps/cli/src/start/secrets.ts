import { randomBytes } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './home';

/** `TQ_HOME/secrets.json`: what the environment does not set, made at the first start. */
export interface Secrets {
  readonly admin: { readonly email: string; readonly password: string };
  readonly ingestApiKey?: string;
  readonly railsWebhookSecret?: string;
  readonly gatewayApiToken?: string;
}

const random = (bytes: number) => randomBytes(bytes).toString('base64url');
type Environment = Readonly<Record<string, string | undefined>>;

export async function readSecrets(home: string): Promise<Partial<Secrets>> {
  const text = await readFile(join(home, 'secrets.json'), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Partial<Secrets>;
}

/** Reads the secrets and makes those that neither the file nor the environment has; the file is its owner's alone (600). */
export async function keepSecrets(
  home: string,
  adminEmail: string,
  environment: Environment = process.env,
): Promise<Secrets> {
  const known = await readSecrets(home);
  const made = (
    name: 'ingestApiKey' | 'railsWebhookSecret' | 'gatewayApiToken',
    variable: string,
    make: () => string,
  ) => {
    const value = known[name] ?? (environment[variable] ? undefined : make());
    return value === undefined ? {} : { [name]: value };
  };
  const secrets: Secrets = {
    admin: known.admin ?? { email: adminEmail, password: random(12) },
    ...made('ingestApiKey', 'INGEST_API_KEYS', () => random(24)),
    ...made('railsWebhookSecret', 'RAILS_WEBHOOK_SECRETS', () => `whsec_${randomBytes(24).toString('base64')}`),
    ...made('gatewayApiToken', 'GATEWAY_API_TOKENS', () => random(24)),
  };
  const file = join(home, 'secrets.json');
  if (JSON.stringify(known) !== JSON.stringify(secrets)) await writeWhole(file, secrets, 0o600);
  await chmod(file, 0o600);
  return secrets;
}
