import { recommendationFor } from '@tq/coaching/core';
import type { ScoreCard } from '@tq/events';
import { activeProjection } from '@tq/platform/postgres';
import { cardsAsOf, sorts, type TutorItem, type TutorPage } from '@tq/scores/server';
import { dayFromText, dayOf, dayText } from '@tq/sessions/core';
import type { Stack } from './stack';

const today = dayOf(Date.now(), 'UTC');

export function tutorCases(of: () => Stack): void {
  const page = async (query: string): Promise<TutorPage> => {
    const answer = await of().get(`/api/tutors${query}`);
    expect([query, answer.status]).toEqual([query, 200]);
    return (await answer.json()) as TutorPage;
  };
  const all = async (query: string): Promise<TutorItem[]> => {
    const items: TutorItem[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: TutorPage = await page(`?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      items.push(...next.items);
      cursor = next.nextCursor;
      if (cursor === null) expect(items.length).toBe(next.total);
    }
    return items;
  };

  it.each([0, 1, 5, 29, 30, 89, 100, 400])('are as the projection says as of %i days ago', async (daysAgo) => {
    const asOf = dayText(today - daysAgo);
    const projection = (await activeProjection(of().pool))!;
    const cards = await Array.fromAsync(
      cardsAsOf(of().pool, projection, {
        asOf: dayFromText(asOf),
        now: Date.now(),
        recommend: recommendationFor,
      }),
    );
    const items = await all(`asOf=${asOf}&limit=17`);
    expect(items.map(cardOf)).toEqual(cards.flat());
  });

  it.each(sorts.flatMap((sort) => [1, 7, 200].map((limit) => [sort, limit] as const)))(
    'sorted by %s come exactly once, %i to a page',
    async (sort, limit) => {
      const items = await all(`sort=${encodeURIComponent(sort)}&limit=${limit}`);
      const ids = items.map(({ tutorId }) => tutorId);
      expect(ids.toSorted()).toEqual((await all('limit=200')).map(({ tutorId }) => tutorId).toSorted());
      expect(new Set(ids).size).toBe(ids.length);
      const values = items.map((item) => valueOf(item, sort.replace('-', '')));
      const known = values.filter((value) => value !== null);
      expect(values.slice(known.length).every((value) => value === null)).toBe(true);
      const sign = sort.startsWith('-') ? -1 : 1;
      for (let i = 1; i < items.length; i++) {
        const [a, b] = [values[i - 1]!, values[i]!];
        if (a === null || b === null || a === b) {
          if (a === b) expect(compare(ids[i - 1]!, ids[i]!)).toBe(-1);
        } else expect(compare(a, b) * sign).toBe(-1);
      }
    },
  );

  it('are filtered by level, need, name and id', async () => {
    const everybody = await all('limit=200');
    for (const risk of ['high', 'watch', 'ok', 'insufficient-data'])
      expect(await all(`risk=${risk}&limit=200`)).toEqual(everybody.filter((item) => item.riskLevel === risk));
    for (const needsYou of [true, false])
      expect(await all(`needsYou=${needsYou}&limit=200`)).toEqual(
        everybody.filter((item) => item.needsYou === needsYou),
      );
    expect((await all('q=%22qUOTE%22')).map(({ tutorId }) => tutorId)).toEqual(['named-5']);
    expect((await all('q=NAMED-')).length).toBe(6);
    expect(
      (await all('risk=high&needsYou=true&sort=-priority')).every((item) => item.riskLevel === 'high' && item.needsYou),
    ).toBe(true);
  });

  it('are found one by one, whatever their ids are made of', async () => {
    for (const item of await all('limit=200')) {
      const answer = await of().get(`/api/tutors/${encodeURIComponent(item.tutorId)}`);
      expect([item.tutorId, answer.status]).toEqual([item.tutorId, 200]);
      const detail = (await answer.json()) as ScoreCard & {
        history: unknown[];
        weekdayMoves: unknown[];
        timeline: unknown[];
      };
      expect(cardOf(detail)).toEqual(cardOf(item));
      expect(detail.weekdayMoves.length).toBe(7);
      expect(detail.timeline.length).toBeGreaterThan(0);
    }
  });

  it.each(['nobody', '%00', '%20', 'a%2Fb', encodeURIComponent('é')])('unknown: /api/tutors/%s is 404', async (id) => {
    const answer = await of().get(`/api/tutors/${id}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  it.each([
    'limit=0', 'limit=201', 'limit=-1', 'limit=1.5', 'limit=1e2', 'limit=', 'limit=50&limit=50', 'limit[]=5', 'sort=age', 'sort=', 'sort=--name', 'risk=HIGH',
    'risk=', 'needsYou=1', 'needsYou=', 'asOf=2026-02-30', 'asOf=2026-1-1', 'asOf=today', 'asOf=', 'asOf=9999-12-31', 'knownAt=yesterday',
    'knownAt=2026-01-01T00:00:00', 'ruleSet=0', 'ruleSet=x', 'ruleSet=99', 'ruleSet=99999999999', 'cursor=x', 'cursor=', 'cursor=bnVsbA', 'cursor=%00', 'unknown=1',
    '__proto__=1', 'constructor=1', 'toString=1', 'q=a&q=b', 'Limit=5',
  ])('?%s is 400', async (query) => {
    for (const path of ['/api/tutors', query.startsWith('limit') || query.startsWith('cursor') ? '/api/sessions' : '/api/tutors.csv']) {
      const answer = await of().get(`${path}?${query}`);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 400, 'application/problem+json']);
    }
  }); // prettier-ignore

  it('takes no cursor of another order', async () => {
    const { nextCursor } = await page('?sort=-priority&limit=1');
    expect((await of().get(`/api/tutors?sort=name&cursor=${nextCursor}`)).status).toBe(400);
  });

  it('hold what was known at a moment: what was learned or corrected later is not in it', async () => {
    const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
    const held = (id: string, happened: number, learned: number): object => ({
      ...fact('two-clocks', id, 'tutoring.session.completed.v1', ago(happened), { sessionId: id, startedAt: ago(happened), endedAt: ago(happened) }),
      recordedtime: ago(learned),
    }); // prettier-ignore
    const late = {
      ...fact('two-clocks', 'missed', 'tutoring.session.no-show.v1', ago(12), { sessionId: 'c', missedBy: 'tutor' }),
      recordedtime: ago(3),
    };
    const unsaid = {
      ...fact('two-clocks', 'unsaid', 'tutoring.event.retracted.v1', ago(1), { retracts: 'a', reason: 'It was another.' }),
      recordedtime: ago(1),
    }; // prettier-ignore
    await of().send(
      [held('a', 20, 20), held('b', 15, 15), late, unsaid].map((each) => ({ subject: 'two-clocks', ...each })),
    );
    await of().untilShown();
    const counts = async (query: string): Promise<unknown> => {
      const answer = await of().get(`/api/tutors/two-clocks?${query}`);
      if (!answer.ok) return answer.status;
      const { windows, knownAt } = (await answer.json()) as TutorItem & { knownAt: string | null };
      return [windows['90'].held, windows['90'].missed, knownAt];
    };
    const day = dayText(today - 10);
    expect(await counts(`asOf=${day}`)).toEqual([1, 1, null]);
    for (const [known, expected] of [[8, [2, 0]], [2, [2, 1]], [0, [1, 1]]] as const)
      expect(await counts(`asOf=${day}&knownAt=${ago(known)}`)).toEqual([...expected, expect.any(String)]); // prettier-ignore
    expect(await counts(`knownAt=${ago(17)}`)).toEqual([1, 0, expect.any(String)]);
    expect(await counts(`knownAt=${ago(30)}`)).toBe(404);
    const now = await all('limit=200');
    expect((await all(`limit=200&knownAt=${new Date().toISOString()}`)).map(cardOf)).toEqual(now.map(cardOf));
    for (const path of ['/api/tutors', '/api/tutors/two-clocks'])
      expect((await of().get(`${path}?knownAt=${ago(-3)}`)).status).toBe(400);
  });

  it('are exported as filtered, with cells that no spreadsheet runs', async () => {
    const text = await (await of().get('/api/tutors.csv?q=named-')).text();
    const lines = text.slice(1).trimEnd().split('\r\n');
    expect(lines.length).toBe(7);
    expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual([
      "'=cmd|calc",
      "'+1",
      "'-1",
      "'@x",
      "'\tx",
      '"Ana ""Quote""',
    ]);
  });

  it('are sent packed, and not again to who has them', async () => {
    const first = await of().get('/api/tutors', { 'accept-encoding': 'gzip' });
    expect(first.headers.get('content-encoding')).toBe('gzip');
    await first.text();
    expect((await of().get('/api/tutors', { 'if-none-match': first.headers.get('etag')! })).status).toBe(304);
  });

  it('add up in the overview', async () => {
    const overview = (await (await of().get('/api/overview')).json()) as {
      counts: Record<string, number>;
      freshness: object;
      asOf: string;
    };
    const everybody = await all('limit=200');
    for (const level of ['high', 'watch', 'ok', 'insufficient-data'])
      expect([level, overview.counts[level]]).toEqual([
        level,
        everybody.filter(({ riskLevel }) => riskLevel === level).length,
      ]);
    expect(overview.counts['needsYou']).toBe(everybody.filter(({ needsYou }) => needsYou).length);
    expect(overview.freshness).toMatchObject({
      lagRecords: 0,
      lagSeconds: 0,
      lastEventAt: expect.any(String) as string,
    });
  });

  it('are right on past days too, whatever comes in between', async () => {
    const projection = (await activeProjection(of().pool))!;
    const days = [1, 9].map((daysAgo) => dayText(today - daysAgo));
    const at = (daysAgo: number): string => `${dayText(today - daysAgo)}T08:00:00Z`;
    const arrivals = [
      [], // As it is.
      [
        fact('late', 'held', 'tutoring.session.completed.v1', at(5), {
          sessionId: 'l',
          startedAt: at(5),
          endedAt: at(5),
        }),
      ],
      [
        fact('named-0', 'again', 'tutoring.tutor.registered.v1', at(3), {
          name: 'Of late',
          timeZone: 'UTC',
          lessonSubjects: [],
        }),
      ],
      [
        fact('named-1', 'gone', 'tutoring.tutor.departed.v1', at(2), { reason: 'other' }),
        fact('now', 'n', 'tutoring.tutor.departed.v1', at(0), { reason: 'other' }),
      ],
    ];
    for (const documents of arrivals) {
      await of().send(documents);
      await of().untilShown();
      for (const asOf of days) {
        const cards = await Array.fromAsync(
          cardsAsOf(of().pool, projection, {
            asOf: dayFromText(asOf),
            now: Date.now(),
            recommend: recommendationFor,
          }),
        );
        expect((await all(`asOf=${asOf}&limit=200`)).map(cardOf)).toEqual(cards.flat());
      }
    }
  });

  it('hold what is on the log as soon as the overview says so', async () => {
    for (let round = 0; round < 5; round++) {
      await of().send([{ ...rated(`fresh-${round}`) }]);
      await of().untilShown();
      expect((await page(`?q=fresh-${round}`)).total).toBe(1);
    }
  });
}

const cardOf = ({ tutorId, name, asOf, riskLevel, needsYou, evidence, priority, score, parts, windows, reason, readings, departedAt, ruleSetVersion }: ScoreCard): ScoreCard => ({
  tutorId, name, asOf, riskLevel, needsYou, evidence, priority, score, parts, windows, reason, readings, departedAt, ruleSetVersion,
}); // prettier-ignore

function valueOf(item: TutorItem, field: string): string | number | null {
  return field === 'rescheduleRate' ? item.windows['30'].rescheduleRate : item[field as 'name'];
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

const fact = (subject: string, id: string, type: string, time: string, data: object) => ({
  specversion: '1.0',
  source: '/tests',
  subject,
  id,
  type,
  time,
  data,
});

const rated = (subject: string) => ({
  specversion: '1.0',
  source: '/tests',
  subject,
  id: 'rated',
  type: 'tutoring.session.rated.v1',
  time: new Date().toISOString(),
  data: { sessionId: 's', rating: 5 },
});
