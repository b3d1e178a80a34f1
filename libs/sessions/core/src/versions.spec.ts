import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEvent, type TutoringEvent } from '@tq/events';
import fc from 'fast-check';
import { dayText } from './civil-day';
import { resolve } from './facts.fold';
import { knownEvent, type RecordPlace } from './known-event';
import { sessionsOf } from './session.fold';
import { completedV2, languageWithV2, readByTheFold } from './testing/completed-v2';
import { redelivered } from './testing/histories';
import { daysOf, sumOfDays } from './tutor-day.fold';

type Line = RecordPlace & { readonly value: { readonly id: string; readonly type: string } };

const golden = (name: string): string => readFileSync(join(__dirname, 'testing/golden', name), 'utf8');
const log = golden('two-versions.ndjson')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);
const bytes = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** The whole road: bytes of the log, checked events, standing facts, sessions, days. */
function folded(lines: readonly Line[]) {
  const refused: string[] = [];
  const events = lines.flatMap(({ value, ...place }) => {
    const read = languageWithV2.readEvent(bytes(value));
    if (!read.ok) refused.push(`${value.id}: ${read.problems.map(({ pointer }) => pointer).join(' ')}`);
    return read.ok ? [knownEvent(read.event as TutoringEvent, place)] : [];
  });
  const { facts, anomalies } = resolve(events, [], languageWithV2);
  const sessions = sessionsOf(facts.map(readByTheFold));
  const odd = [...anomalies, ...[...sessions.values()].flatMap((session) => session.anomalies)];
  const days = sumOfDays([...sessions.values()].map((session) => daysOf(session, 'UTC')));
  return {
    refused: [...new Set(refused)].sort(),
    facts: facts.map(({ id, type, written, correctedBy }) =>
      [
        id,
        type,
        ...(written ? [`written as ${written.type}`] : []),
        ...(correctedBy ? [`by ${correctedBy}`] : []),
      ].join(', '),
    ),
    anomalies: odd.map(({ kind, id, detail }) => `${id}: ${kind}: ${detail}`).sort(),
    sessions: Object.fromEntries(
      [...sessions]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, { state, closing, moves }]) => [
          id,
          [
            state,
            ...[closing?.at, closing?.startedAt, closing?.endedAt, closing?.tutorJoinedAt].map((at) =>
              at == null ? '-' : new Date(at).toISOString().slice(5, 16),
            ),
            `${moves.length} moves`,
          ].join(' '),
        ]),
    ),
    days: Object.fromEntries(
      [...days]
        .sort(([a], [b]) => a - b)
        .map(([day, counts]) => [dayText(day), Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0))]),
    ),
  };
}

describe('a log on which one event type has two versions', () => {
  it('is understood as it was recorded', () =>
    expect(folded(log)).toEqual(JSON.parse(golden('two-versions.folded.json'))));

  it('is understood so in any order, with whatever is there twice', () =>
    fc.assert(
      fc.property(redelivered(log), (delivered) => expect(folded(delivered)).toEqual(folded(log))),
      { numRuns: 300 },
    ));

  it('has both versions on it, corrections and retractions of either among them', () => {
    const types = Map.groupBy(log, ({ value }) => value.type);
    for (const type of [
      'tutoring.session.completed.v1',
      completedV2.type,
      'tutoring.event.corrected.v1',
      'tutoring.event.retracted.v1',
    ])
      expect(types.get(type)?.length).toBeGreaterThan(2);
  });
});

it('every fact is given in the newest version, with the words of the log beside it', () => {
  const told = log.find(({ value }) => value.id === 's1-done') as Line;
  const read = readEvent(bytes(told.value));
  if (!read.ok) throw new Error('The golden history is not the contract’s.');
  const event = knownEvent(read.event, told);
  const [fact] = resolve([event], [], languageWithV2).facts;
  expect(fact).toMatchObject({
    source: '/rails',
    id: 's1-done',
    type: completedV2.type,
    at: event.at,
    learnedAt: event.learnedAt,
    record: event.record,
    data: { took: { from: '2026-03-02T16:00:00Z' }, joined: [{ who: 'tutor', at: '2026-03-02T15:58:00Z' }] },
    written: { type: 'tutoring.session.completed.v1', data: event.data },
  });
});

it('the contract is still at version 1: the platform takes version 2 for an unknown type', () => {
  const told = log.find(({ value }) => value.type === completedV2.type) as Line;
  expect(readEvent(bytes(told.value))).toMatchObject({ ok: false, problems: [{ pointer: '/type' }] });
});
