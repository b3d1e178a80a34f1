import { checkEvent, largestEvent, type Problem } from '@tq/events';
import type { OutgoingRecord } from '@tq/platform/kafka';
import { ProblemError } from '@tq/platform/http';
import type { Body } from './body';
import { splitList } from './split-list';

export type BodyKind = 'event' | 'batch';
export const mostEvents = 1000;

const kinds: Readonly<Record<string, BodyKind>> = {
  'application/cloudevents+json': 'event',
  'application/cloudevents-batch+json': 'batch',
};

/** What the content type promises; parameters are allowed and mean nothing, since JSON is UTF-8. @throws ProblemError 415 */
export function kindOf(contentType: string | undefined, contentEncoding: string | undefined): BodyKind {
  const kind = new Map(Object.entries(kinds)).get((contentType ?? '').split(';', 1)[0]!.trim().toLowerCase());
  if (kind === undefined) {
    throw new ProblemError(415, { detail: `The content type must be ${Object.keys(kinds).join(' or ')}.` });
  }
  if (contentEncoding !== undefined && contentEncoding.toLowerCase() !== 'identity') {
    throw new ProblemError(415, { detail: 'The body must not be compressed.' });
  }
  return kind;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The events of a body as records, with the bytes that were sent.
 * @throws ProblemError 413, 400 or 422, in this order (contract §1, HTTP)
 */
export function readEvents({ bytes, isTooLarge }: Body, kind: BodyKind): OutgoingRecord[] {
  if (isTooLarge) throw new ProblemError(413, { detail: 'The body must not be larger than 8 MiB.' });
  const document = parse(bytes);
  if (kind === 'event') return recordsOf([document], [bytes]);
  if (!Array.isArray(document)) throw invalid([{ index: 0, pointer: '', detail: 'the body must be a list of events' }]);
  if (document.length > mostEvents) {
    throw new ProblemError(413, { detail: `A batch must not hold more than ${mostEvents} events.` });
  }
  return recordsOf(document, splitList(bytes));
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    throw new ProblemError(400, { detail: 'The body must be JSON in UTF-8.' });
  }
}

const tooLarge: Problem = { pointer: '', detail: `must not be larger than ${largestEvent} bytes` };

function recordsOf(documents: readonly unknown[], values: readonly Uint8Array[]): OutgoingRecord[] {
  const records: OutgoingRecord[] = [];
  const errors: ({ readonly index: number } & Problem)[] = [];
  documents.forEach((document, index) => {
    const value = values[index]!;
    const checked = checkEvent(document);
    const problems = checked.ok ? [] : [...checked.problems];
    if (value.byteLength > largestEvent) problems.unshift(tooLarge);
    if (checked.ok) records.push({ key: checked.event.subject, value });
    for (const { pointer, detail } of problems) errors.push({ index, pointer, detail });
  });
  if (errors.length > 0) throw invalid(errors);
  return records;
}

const invalid = (errors: readonly ({ readonly index: number } & Problem)[]) =>
  new ProblemError(422, { detail: 'Not every event is valid; nothing of the request was taken.', errors });
