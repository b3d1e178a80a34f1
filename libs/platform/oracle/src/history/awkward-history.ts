import type { TutorDecision } from '@tq/events';
import { amendmentsOf } from './amendments';
import { Chance } from './chance';
import { documentOf, sessionDocuments, type Document, type Setting } from './sessions';

export interface HistoryOptions {
  readonly seed: number;
  /** `YYYY-MM-DD`: the day on which it ends, a few facts apart. */
  readonly until: string;
  readonly tutors?: number;
  readonly days?: number;
  /** At most, for each tutor. */
  readonly sessions?: number;
  /** Put before every tutor's id, so that histories can share a log. */
  readonly prefix?: string;
}

export interface AwkwardHistory {
  /** Valid documents in the order of their sending: shuffled, doubled, some under an identity that is taken. */
  readonly documents: Document[];
  /** What is no event, some of it under the identity of a valid one. */
  readonly junk: (Uint8Array | null)[];
  readonly decisions: TutorDecision[];
}

const idsOfTutors = ['plain', '%2F..', "';--", '"<b>&', 'A', 'a', '~', '=1+1', 'x'.repeat(100), '\\u0000', '{}', '?q#'];
const sources = ['/rails/production', '/mobile', 'urn:x-tutoring:ops', 'https://example.com/a?b=c#d'];
const habits = [0, 0.02, 0.1, 0.15, 0.3, 0.7];

/** A legal history of the kind that breaks folds; the same for the same options. */
export function awkwardHistory(options: HistoryOptions): AwkwardHistory {
  const { seed, until, tutors = 30, days = 120, sessions = 24, prefix = '' } = options;
  const chance = new Chance(seed);
  const now = Date.parse(`${until}T12:00:00Z`);
  const all: Document[] = [];
  for (let i = 0; i < tutors; i++) {
    const tutorId = `${prefix}${idsOfTutors[i % idsOfTutors.length]}${i < idsOfTutors.length ? '' : i}`;
    let ids = 0;
    const setting: Setting = {
      chance,
      tutorId,
      sources,
      now,
      days,
      habit: { moves: chance.of(habits), misses: chance.of([0, 0, 0.05, 0.3]), cancels: chance.of([0.05, 0.1, 0.3]) },
      // One in twenty ids is taken already: by another source, or by other contents.
      nextId: () => `${chance.of(['e', 'E', '~'])}${chance.happens(0.05) ? chance.under(ids + 1) : ids++}`,
    };
    const documents = Array.from({ length: chance.under(sessions + 1) }, (_, s) =>
      sessionDocuments(setting, `s-${s}`),
    ).flat();
    documents.push(...aboutTheTutor(setting));
    all.push(...documents, ...amendmentsOf(setting, documents));
  }
  const doubled = all.flatMap((document) => (chance.happens(0.1) ? [document, document] : [document]));
  return { documents: chance.shuffled(doubled), junk: junkOf(all, chance), decisions: decisionsOf(all, now, chance) };
}

function aboutTheTutor(setting: Setting): Document[] {
  const { chance, now, days } = setting;
  const at = () => now - chance.under(days) * 86_400_000;
  const tell = (type: string, data: Record<string, unknown>) => documentOf(setting, type, at(), data);
  const documents: Document[] = [];
  for (let i = chance.under(3); i > 0; i--) {
    const name = chance.of(['Ana Ruiz', 'Ben "Itō" <b>', '👩‍🏫', '', '=HYPERLINK("x")']);
    documents.push(
      tell('tutor.registered', {
        name,
        email: chance.of([null, 'a@example.com']),
        timeZone: 'UTC',
        lessonSubjects: ['Physics'],
      }),
    );
  }
  if (chance.happens(0.15)) documents.push(tell('tutor.departed', { reason: 'seasonal' }));
  if (chance.happens(0.2)) documents.push(tell('student.left', { studentId: 'student-1', reason: null }));
  if (chance.happens(0.2))
    documents.push(tell('tutor.replaced', { studentId: 'student-1', cause: 'quality', replacedBy: 'a' }));
  return documents;
}

function junkOf(documents: readonly Document[], chance: Chance): (Uint8Array | null)[] {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const spoilt = documents
    .filter(() => chance.happens(0.01))
    .map((document) => bytes(JSON.stringify({ ...document, time: '2026-02-30T00:00:00Z' })));
  return [
    null,
    bytes(''),
    bytes('{'),
    bytes('null'),
    Uint8Array.of(0xff, 0xfe),
    bytes('{"type":"unknown"}'),
    ...spoilt,
  ];
}

function decisionsOf(documents: readonly Document[], now: number, chance: Chance): TutorDecision[] {
  const amended = documents.filter(() => chance.happens(0.05));
  const again = amended.filter(() => chance.happens(0.4));
  return [...amended, ...again].map(({ subject, source, id }, i): TutorDecision => ({
    specversion: '1.0',
    source: '/console',
    subject,
    id: `decision-${i}`,
    type: chance.happens(0.7) ? 'tutoring.fact.excused.v1' : 'tutoring.fact.excuse-withdrawn.v1',
    time: new Date(now - chance.under(3) * 3_600_000).toISOString(),
    data: { source, id },
  }));
}
