import { awkwardHistory } from '@tq/platform/oracle';
import { dayOf, dayText } from '@tq/sessions/core';
import { accessCases } from './testing/access.cases';
import { awayCases } from './testing/away.cases';
import { commandCases } from './testing/command.cases';
import { deadLetterCases } from './testing/dead-letters.cases';
import { liveCases } from './testing/live.cases';
import { type Stack, startStack } from './testing/stack';
import { pastCases } from './testing/past.cases';
import { tutorCases } from './testing/tutors.cases';

// One stack for all: a broker, a database and scoring take seconds to come up.
let stack: Stack;
const today = dayText(dayOf(Date.now(), 'UTC'));

beforeAll(async () => {
  stack = await startStack();
  const { documents, decisions: _ } = awkwardHistory({ seed: 7, until: today, tutors: 60, sessions: 30 });
  await stack.send([...documents, ...tutorsWithTelling()]);
  await stack.untilShown();
}, 180_000);
afterAll(() => stack?.stop());

describe('tutors', () => tutorCases(() => stack));
describe('the past', () => pastCases(() => stack));
describe('who may do what', () => accessCases(() => stack));
describe('commands', () => commandCases(() => stack));
describe('dead letters', () => deadLetterCases(() => stack));
describe('live', () => liveCases(() => stack));
describe('with a server away', () => awayCases(() => stack));

/** Names that a spreadsheet would run. */
function tutorsWithTelling(): { subject: string }[] {
  return ['=cmd|calc', '+1', '-1', '@x', '\tx', 'Ana "Quote", Ruiz'].map((name, i) => ({
    specversion: '1.0',
    source: '/tests',
    subject: `named-${i}`,
    id: 'registered',
    type: 'tutoring.tutor.registered.v1',
    time: `${today}T00:00:00Z`,
    data: { name, timeZone: 'UTC', lessonSubjects: [] },
  }));
}
