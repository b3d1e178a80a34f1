import fc from 'fast-check';
import type { LogRecord, LoggedDecision } from '../facts';
import { awkwardHistory, type HistoryOptions } from './awkward-history';
import { Chance } from './chance';

/** A log, and the decisions on its facts. */
export interface LoggedHistory {
  readonly seed: number;
  readonly log: LogRecord[];
  readonly decisions: LoggedDecision[];
}

/** The history of a seed as the log holds it: documents and junk on three partitions, timestamps that often tie. */
export function loggedHistory(options: HistoryOptions): LoggedHistory {
  const { documents, junk, decisions } = awkwardHistory(options);
  const chance = new Chance(options.seed ^ 0x5eed);
  const values = chance.shuffled([
    ...documents.map((document) => new TextEncoder().encode(JSON.stringify(document))),
    ...junk,
  ]);
  const start = Date.parse(`${options.until}T00:00:00Z`);
  const log = values.map((value, offset) => ({
    value,
    timestamp: start + chance.under(50),
    partition: chance.under(3),
    offset,
  }));
  const logged = decisions.map((decision) => ({ ...decision, loggedAt: start + chance.under(50) }));
  return { seed: options.seed, log, decisions: logged };
}

/** Awkward histories for fast-check: a failing one shrinks to the records that matter. */
export function awkwardHistories(options: Omit<HistoryOptions, 'seed'>): fc.Arbitrary<LoggedHistory> {
  return fc
    .integer()
    .map((seed) => loggedHistory({ ...options, seed }))
    .chain((history) =>
      fc
        .oneof(
          { weight: 4, arbitrary: fc.constant(history.log) },
          { weight: 1, arbitrary: fc.shuffledSubarray(history.log) },
        )
        .map((log) => ({ ...history, log })),
    );
}
