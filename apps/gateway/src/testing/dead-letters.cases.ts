import type { DeadLetterDetail, DeadLetterPage, DeadLetterRow } from '@tq/sessions/server';
import type { SystemStatus } from '../system.dto';
import { administrator, type Stack } from './stack';

export function deadLetterCases(of: () => Stack): void {
  let cookie: string;
  beforeAll(async () => {
    cookie = (await post('/api/sign-in', administrator)).headers.getSetCookie()[0]!.split(';')[0]!;
  });
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`${of().base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
      body: JSON.stringify(body),
    });
  const read = async <T>(path: string): Promise<T> => (await (await of().get(path)).json()) as T;
  const pathOf = ({ topic, partition, offset }: DeadLetterRow): string =>
    `/api/dead-letters/${topic}/${partition}/${offset}`;
  const rated = (id: string, data: object): { subject: string } => ({
    ...{ specversion: '1.0', source: '/dead', subject: 'dead-1', id, time: new Date().toISOString() },
    ...{ type: 'tutoring.session.rated.v1', data: { sessionId: 's-1', ...data } },
  });
  /** So many bad records, and the path of each, newest first. */
  async function bad(...ids: string[]): Promise<string[]> {
    await of().send(ids.map((id) => rated(id, { rating: 9 })));
    await of().untilShown();
    const { items } = await read<DeadLetterPage>(`/api/dead-letters?limit=${ids.length}`);
    return items.map(pathOf);
  }
  const openNow = async (): Promise<number> => (await read<SystemStatus>('/api/system')).deadLetters.open24h;

  it('of two administrators who decide at once one does, and the other reads what that one did', async () => {
    const [path = ''] = await bad('twice');
    const document = JSON.stringify(rated('twice', { rating: 4 }));
    const answers = await Promise.all([
      post(`${path}/send-again`, { document }),
      post(`${path}/send-again`, { document: document.replace('twice', 'other') }),
      post(`${path}/set-aside`, { reason: 'a test' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    const slower = (await answers.find(({ status }) => status === 409)?.json()) as { detail: string };
    expect(slower.detail).toMatch(/^It was (sent again|set aside) by admin@example\.com, .* UTC: reopen it first\.$/);
    expect((await read<DeadLetterDetail>(path)).history.length).toBe(1);
  });

  it('a long transcript is mended too', async () => {
    const [path = ''] = await bad('long');
    const document = JSON.stringify(rated('long', { rating: 4, comment: '"word" '.repeat(90_000) }));
    expect(document.length).toBeGreaterThan(700_000);
    expect(await (await post(`${path}/check`, { document })).json()).toEqual({ problems: [] });
    const detail = (await (await post(`${path}/send-again`, { document })).json()) as DeadLetterDetail;
    expect([detail.state, detail.history[0]?.document]).toEqual(['sent-again', document]);
    const tooLong = JSON.stringify(rated('long', { rating: 4, comment: 'word '.repeat(185_000) }));
    const checked = (await (await post(`${path}/check`, { document: tooLong })).json()) as { problems: object[] };
    expect(checked.problems).toHaveLength(1);
  });

  it('the system speaks of those about which nobody has decided', async () => {
    const before = await openNow();
    const [path = ''] = await bad('aside');
    expect(await openNow()).toBe(before + 1);
    for (const reason of ['', '  ', 'a\0b', 'x'.repeat(501)])
      expect((await post(`${path}/set-aside`, { reason })).status).toBe(400);
    expect((await post(`${path}/set-aside`, { reason: 'a test' })).status).toBe(200);
    expect(await openNow()).toBe(before);
    expect((await post(`${path}/reopen`, {})).status).toBe(200);
    expect((await post(`${path}/reopen`, {})).status).toBe(409);
    expect(await openNow()).toBe(before + 1);
  });

  it('pages through all of them exactly once, whatever is decided meanwhile', async () => {
    const paths = await bad(...Array.from({ length: 25 }, (_, i) => `page-${i}`));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: DeadLetterPage = await read(`/api/dead-letters?limit=7${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(pathOf));
      cursor = page.nextCursor;
      await post(`${seen[0]}/set-aside`, { reason: 'read' });
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(paths));
  });

  it.each(['/api/dead-letters/session-events/0/99999', '/api/dead-letters/nothing/0/0'])('%s is none', async (path) => {
    expect((await of().get(path)).status).toBe(404);
    expect((await post(`${path}/send-again`, {})).status).toBe(404);
  });

  it.each(['session-events/x/1', 'session-events/0/-1', 'a%00b/0/1', 'session-events/0/9999999999999999999'])(
    '%s is no place',
    async (place) => expect((await of().get(`/api/dead-letters/${place}`)).status).toBe(400),
  );
}
