const awayCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', '57P01', '57P02', '57P03', '08000', '08003', '08006', '53300']; // prettier-ignore
const awayTexts = /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/i; // prettier-ignore
const brokerNames = ['KafkaJSConnectionError', 'KafkaJSNumberOfRetriesExceeded', 'KafkaJSNonRetriableError', 'KafkaJSRequestTimeoutError', 'KafkaJSBrokerNotFound', 'KafkaJSGroupCoordinatorNotFound', 'KafkaJSProtocolError', 'KafkaJSTimeout', 'KafkaJSNoBrokerAvailableError']; // prettier-ignore

/** What went wrong with a rebuild, in one sentence, and whether it goes on by itself once that is over. */
export interface Trouble {
  readonly sentence: string;
  readonly passes: boolean;
}

/** What was thrown, as a sentence for whoever waits for the rebuild. */
export function troubleOf(error: unknown): Trouble {
  const one = error as { code?: string; name?: string; message?: string };
  const message = (one.message ?? String(error)).split('\n')[0] ?? '';
  if (one.code === '53100' || one.code === 'ENOSPC' || /No space left on device/i.test(message))
    return { passes: false, sentence: `The database's disk is full (${message}): make room, then go on with npm run replay.` }; // prettier-ignore
  if (one.name !== undefined && brokerNames.includes(one.name))
    return { passes: true, sentence: `The broker is away (${message}); it goes on when it is back.` };
  if ((one.code !== undefined && awayCodes.includes(one.code)) || awayTexts.test(message))
    return { passes: true, sentence: `The database is away (${message}); it goes on when it is back.` };
  return { passes: false, sentence: message.replace(/\.?$/, '.') };
}
