import { createHash, createHmac, timingSafeEqual, type Hmac } from 'node:crypto';

/** A webhook secret, ready to sign with. */
export interface SigningKey {
  /** For logs and limits; says nothing of the secret. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** Seconds that the sender's clock may differ (Standard Webhooks). */
export const tolerance = 5 * 60;

/** A secret as it is written (`whsec_` + base64); undefined where it is not. */
export function signingKey(secret: string): SigningKey | undefined {
  const text = secret.replace(/^whsec_/, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 0 ? undefined : { id: createHash('sha256').update(secret).digest('hex').slice(0, 16), bytes };
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Verifies a request by the Standard Webhooks scheme while its body comes in. Over the bytes themselves: the official
 * library decodes them first, and its hash in JavaScript would keep the process busy with every large forgery.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export class SignatureCheck {
  private constructor(
    private readonly candidates: readonly { readonly id: string; readonly hmac: Hmac }[],
    private readonly signatures: readonly Buffer[],
  ) {}

  /** @param now epoch milliseconds. @returns undefined where the headers alone show that it cannot be right */
  static begin(headers: Headers, keys: readonly SigningKey[], now: number): SignatureCheck | undefined {
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
    if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') return undefined;
    if (id === '' || !/^\d{1,12}$/.test(timestamp)) return undefined;
    if (Math.abs(Math.floor(now / 1000) - Number(timestamp)) > tolerance) return undefined;
    const signatures = signature
      .split(' ')
      .filter((one) => one.startsWith('v1,'))
      .map((one) => Buffer.from(one.slice(3), 'base64'))
      .filter(({ length }) => length === 32);
    if (signatures.length === 0) return undefined;
    const candidates = keys.map((key) => ({
      id: key.id,
      // Node hands headers over as Latin-1: these are the bytes that were sent.
      hmac: createHmac('sha256', key.bytes).update(Buffer.from(`${id}.${timestamp}.`, 'latin1')),
    }));
    return new SignatureCheck(candidates, signatures);
  }

  update(chunk: Buffer): void {
    for (const { hmac } of this.candidates) hmac.update(chunk);
  }

  /** Whose secret signed it; undefined for nobody's. */
  end(): string | undefined {
    let found: string | undefined;
    for (const { id, hmac } of this.candidates) {
      const expected = hmac.digest();
      for (const signature of this.signatures) if (timingSafeEqual(expected, signature)) found ??= id;
    }
    return found;
  }
}
