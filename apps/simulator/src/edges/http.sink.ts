import type { TutoringEvent } from '@tq/events';
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { keepTrying, Refused, type Attempt } from './keep-trying';
import type { Sink } from './sink';

/** How a request proves where it comes from. Called anew for each attempt, since a signature is good for 5 minutes. */
type Credentials = (messageId: string, body: string) => Record<string, string>;

/** Batches with an API key. @param address of ingestion, without a path */
export const httpSink = (address: string, key: string, signal: AbortSignal): Sink =>
  postSink(`${address}/v1/events`, () => ({ authorization: `Bearer ${key}` }), signal);

/** Batches signed by the Standard Webhooks scheme. @param secret `whsec_` and base64 */
export function webhookSink(address: string, secret: string, signal: AbortSignal): Sink {
  const webhook = new Webhook(secret);
  const sign: Credentials = (messageId, body) => {
    const now = new Date();
    return {
      'webhook-id': messageId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': webhook.sign(messageId, now, body),
    };
  };
  return postSink(`${address}/v1/webhooks/rails`, sign, signal);
}

function postSink(url: string, credentials: Credentials, signal: AbortSignal): Sink {
  return {
    batch: 500,
    async send(events: readonly TutoringEvent[]) {
      const body = JSON.stringify(events);
      const messageId = `msg_${randomUUID()}`;
      await keepTrying(url, signal, () => post(url, credentials(messageId, body), body));
    },
    close: () => Promise.resolve(),
  };
}

async function post(url: string, credentials: Record<string, string>, body: string): Promise<Attempt> {
  const headers = { 'content-type': 'application/cloudevents-batch+json', ...credentials };
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(15_000) });
  const text = await response.text();
  if (response.status === 202) return 'done';
  if (response.status === 429 || response.status >= 500)
    return { againIn: pauseOf(response.headers.get('retry-after')) };
  throw new Refused(`${url} answered ${response.status}: ${text.slice(0, 500)}`);
}

/** Milliseconds of a Retry-After header: seconds or an HTTP date; one second without it. */
export function pauseOf(retryAfter: string | null): number {
  if (retryAfter === null) return 1000;
  const pause = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(pause) ? Math.min(60_000, Math.max(100, pause)) : 1000;
}
