import type { FactStepPage, Overview, TutorChange, TutorItem, TutorPage } from '@tq/scores/server';
import type { Stack } from './stack';

const day = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * day).toISOString();
const dayAgo = (days: number): string => ago(days).slice(0, 10);
const figures = ['score', 'rescheduleRate', 'noShowRate', 'cancellationRate', 'evidence'] as const;
const id = 'changed-mind';

export function pastCases(of: () => Stack): void {
  const get = async <T>(path: string): Promise<T> => {
    const answer = await of().get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return (await answer.json()) as T;
  };
  beforeAll(async () => {
    await of().send(told());
    await of().untilShown();
  });

  const readings = [
    { asOf: dayAgo(40) },
    { asOf: dayAgo(9) },
    { asOf: dayAgo(9), knownAt: ago(9) },
    { knownAt: ago(2) },
    { asOf: dayAgo(0) },
    { asOf: dayAgo(200) },
  ];
  const pairs = readings.flatMap((from) => readings.map((to) => [from, to] as const));

  it.each(figures)('why the %s of any two readings differs: parts that come to it, from the one to the other', async (figure) => {
    for (const [from, to] of pairs) {
      const query = new URLSearchParams({
        figure,
        ...(from.asOf && { from: from.asOf }),
        ...(from.knownAt && { fromKnownAt: from.knownAt }),
        ...(to.asOf && { to: to.asOf }),
        ...(to.knownAt && { toKnownAt: to.knownAt }),
      });
      const change = await get<TutorChange>(`/api/tutors/${id}/change?${query.toString()}`);
      expect(change.parts.reduce((sum, part) => sum + part.change, 0)).toBe(change.change);
      for (const [side, reading] of [[change.before, from], [change.after, to]] as const) {
        const answer = await of().get(`/api/tutors/${id}?${new URLSearchParams(reading).toString()}`);
        expect([reading, side.known]).toEqual([reading, answer.status === 200]);
        if (answer.status !== 200) continue;
        const tutor = (await answer.json()) as TutorItem;
        const shown = { ...tutor.windows['30'], score: tutor.score, evidence: tutor.evidence.probability }[figure];
        expect([reading, side.riskLevel, side.value]).toEqual([reading, tutor.riskLevel, shown]);
      }
    }
  }); // prettier-ignore

  it('fact by fact: every fact once by when it happened, every word on one by when we learned of it', async () => {
    const happened = await get<FactStepPage>(`/api/tutors/${id}/steps?limit=200`);
    expect(happened.items.map(({ fact }) => fact.id)).toEqual(['reg', 'h1', 'm1', 'late', 'h2', 'h3', 'h4']);
    const learned = await get<FactStepPage>(`/api/tutors/${id}/steps?order=learned&limit=200`);
    expect(learned.items.map(({ how, fact }) => `${how} ${fact.id}`)).toEqual([
      'learned reg', 'learned h1', 'learned m1', 'learned h2', 'learned n1', 'learned h3', 'learned late', 'corrected m1', 'retracted n1', 'learned h4',
    ]); // prettier-ignore
    const corrected = learned.items.find(({ how }) => how === 'corrected');
    expect([corrected?.before, corrected?.after].map((side) => side?.windows['90'].tutorMoved)).toEqual([2, 1]);
    const last = await get<TutorItem>(`/api/tutors/${id}?asOf=${happened.items.at(-1)?.asOf}`);
    expect(happened.items.at(-1)?.after).toMatchObject({ score: last.score, riskLevel: last.riskLevel, windows: last.windows }); // prettier-ignore
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: FactStepPage = await get(`/api/tutors/${id}/steps?limit=3${cursor && `&cursor=${cursor}`}`);
      ids.unshift(...page.items.map(({ fact }) => fact.id));
      expect(page.earlier).toBe(happened.items.length - ids.length);
      cursor = page.nextCursor;
    }
    expect(ids).toEqual(happened.items.map(({ fact }) => fact.id));
  });

  it.each(['change?figure=x', 'change?window=8', 'change?from=9999-12-31', 'change?toKnownAt=soon', 'change?fromRuleSet=99', 'steps?order=x', 'steps?cursor=x', 'steps?asOf=9999-12-31'])(
    '%s is 400, of nobody 404',
    async (path) => {
      expect((await of().get(`/api/tutors/${id}/${path}`)).status).toBe(400);
      expect((await of().get(`/api/tutors/nobody/${path.replace(/\?.*/, '')}`)).status).toBe(404);
    },
  ); // prettier-ignore

  it('the overview of a past day counts who the list of that day holds', async () => {
    for (const query of [`asOf=${dayAgo(9)}`, `knownAt=${ago(2)}`, `asOf=${dayAgo(1)}&ruleSet=1`]) {
      const { counts, today } = await get<Overview>(`/api/overview?${query}`);
      const { items, total } = await get<TutorPage>(`/api/tutors?limit=200&${query}`);
      expect(items.length).toBe(total);
      for (const level of ['high', 'watch', 'ok', 'insufficient-data'] as const)
        expect([query, level, counts[level]]).toEqual([query, level, items.filter(({ riskLevel }) => riskLevel === level).length]); // prettier-ignore
      expect(today).toBeNull();
    }
    expect((await of().get('/api/overview?asOf=9999-12-31')).status).toBe(400);
    expect((await of().get('/api/overview?unknown=1')).status).toBe(400);
  });
}

function told(): { subject: string }[] {
  const event = (name: string, type: string, happened: number, learned: number, data: object) => ({
    ...{ specversion: '1.0', source: '/tests', subject: id, id: name, type: `tutoring.${type}.v1` },
    ...{ time: ago(happened), recordedtime: ago(learned), data },
  });
  const held = (name: string, happened: number) =>
    event(name, 'session.completed', happened, happened, { sessionId: name, startedAt: ago(happened), endedAt: ago(happened) }); // prettier-ignore
  const move = (by: string) => ({ sessionId: 'm', initiatedBy: by, reasonCode: 'other', previousStartsAt: ago(10), newStartsAt: ago(10), newEndsAt: ago(10) }); // prettier-ignore
  return [
    event('reg', 'tutor.registered', 60, 60, { name: 'Change', timeZone: 'UTC', lessonSubjects: [] }),
    held('h1', 45),
    event('m1', 'session.rescheduled', 20, 20, move('tutor')),
    held('h2', 15),
    event('n1', 'session.no-show', 14, 14, { sessionId: 'n', missedBy: 'tutor' }),
    held('h3', 12),
    event('late', 'session.rescheduled', 18, 5, { ...move('tutor'), sessionId: 'late' }),
    event('c1', 'event.corrected', 4, 4, { corrects: 'm1', data: move('student') }),
    event('r1', 'event.retracted', 3, 3, { retracts: 'n1', reason: 'It was held.' }),
    held('h4', 1),
  ];
}
