import { readIngestKeys, userCommand } from '@tq/access/server';
import { unsubscribeToken } from '@tq/reports/server';
import type { RuleSetList, RuleSetPreview, TutorItem, TutorPage } from '@tq/scores/server';
import { administrator, type Stack } from './stack';

export function commandCases(of: () => Stack): void {
  let cookie: string;
  beforeAll(async () => {
    const answer = await fetch(`${of().base}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(administrator),
    });
    cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
  });
  const ask = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${of().base}${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const read = async <T>(path: string): Promise<T> => (await (await ask('GET', path)).json()) as T;

  it('a new limit is a new version from now on; past days keep theirs; who was slower is told', async () => {
    const before = await read<RuleSetList>('/api/rule-sets');
    const rules = { ...before.items[0]!.rules, rescheduleLimit: 0.01 };
    const preview = (await (await ask('POST', '/api/rule-sets/preview', { rules })).json()) as RuleSetPreview;
    const answers = await Promise.all([1, 2].map(() => ask('POST', '/api/rule-sets', { expectedVersion: 1, rules })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const today = await until(
      () => read<TutorPage>('/api/tutors?limit=200'),
      ({ ruleSetVersion }) => ruleSetVersion === 2,
    );
    expect(today.items.every((item) => item.ruleSetVersion === 2)).toBe(true);
    expect(today.items.filter(({ riskLevel }) => riskLevel === 'high').length).toBe(preview.high);
    expect(preview.affected).toBeGreaterThan(0);
    // What was foretold of a day is what its list says under these rules, and under those that held.
    for (const { day, now, then } of [preview.days.at(-2)!, preview.days[70]!, preview.days[30]!])
      for (const [ruleSet, wanted] of [[1, now], [2, then]] as const) {
        const of = (filter: string): Promise<TutorPage> => read(`/api/tutors?limit=1&asOf=${day}&ruleSet=${ruleSet}&${filter}`);
        expect([day, ruleSet, (await of('risk=high')).total, (await of('needsYou=true')).total]).toEqual([day, ruleSet, wanted.high, wanted.needsYou]);
      } // prettier-ignore
    expect(preview.changedTutors).toBe(preview.tutors.length);
    expect(preview.changedTutorDays).toBe(preview.days.reduce((sum, { changed }) => sum + changed, 0));
    expect(preview.affected).toBe(preview.days.at(-1)!.changed);
    const yesterday = new Date(Date.parse(today.asOf) - 86_400_000).toISOString().slice(0, 10);
    expect((await read<TutorPage>(`/api/tutors?asOf=${yesterday}`)).ruleSetVersion).toBe(1);
    expect((await read<TutorPage>(`/api/tutors?asOf=${yesterday}&ruleSet=2`)).ruleSetVersion).toBe(2);
    expect((await read<TutorPage>('/api/tutors?ruleSet=1')).ruleSetVersion).toBe(1);
    expect((await read<RuleSetList>('/api/rule-sets')).items.map(({ version, inForce }) => [version, inForce])).toEqual([[2, true], [1, false]]); // prettier-ignore
  });

  it.each([
    [{ rescheduleLimit: 2 }, '/rules/rescheduleLimit'],
    [{ unknown: 1 }, '/rules/unknown'],
    [{ window: 31 }, '/rules/window'],
    [{ evidence: { confirmed: 1 } }, '/rules/evidence/likely'],
  ])('rules with %j are no rules', async (change, pointer) => {
    const { items } = await read<RuleSetList>('/api/rule-sets');
    const answer = await ask('POST', '/api/rule-sets', {
      expectedVersion: 2,
      rules: { ...items[0]!.rules, ...change },
    });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { errors: { pointer: string }[] }).errors.map((error) => error.pointer)).toContain(
      pointer,
    );
  });

  it('the schema of rules is published', async () => {
    expect(await read('/api/rule-set.schema.json')).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('an excuse counts within a moment, until it is withdrawn', async () => {
    const at = new Date(Date.now() - 60_000).toISOString();
    const missed = (id: string) => ({
      specversion: '1.0',
      source: '/tests',
      subject: 'excused/tutor',
      id,
      type: 'tutoring.session.no-show.v1',
      time: at,
      data: { sessionId: id, missedBy: 'tutor' },
    });
    await of().send([missed('m1'), missed('m2')]);
    await of().untilShown();
    const path = `/api/tutors/${encodeURIComponent('excused/tutor')}`;
    const missedNow = async (): Promise<number> => (await read<TutorItem>(path)).windows['30'].missed;
    expect(await missedNow()).toBe(2);
    expect(
      (await ask('POST', `${path}/excuses`, { factSource: '/tests', factId: 'm1', reason: 'in hospital' })).status,
    ).toBe(204);
    await until(missedNow, (missed) => missed === 1);
    expect((await ask('DELETE', `${path}/excuses?factSource=%2Ftests&factId=m1`)).status).toBe(204);
    await until(missedNow, (missed) => missed === 2);
    expect((await ask('POST', `${path}/excuses`, { factSource: '/tests', factId: 'none' })).status).toBe(404);
    const { rows } = await of().pool.query<{ decided_by: string }>(
      'SELECT decided_by FROM decision.decision WHERE published_at IS NOT NULL',
    );
    expect(rows.map(({ decided_by }) => decided_by)).toEqual([administrator.email, administrator.email]);
  });

  it('keys of senders are made and revoked; ingestion reads only those that are valid', async () => {
    const made = (await (await ask('POST', '/api/ingest-keys', { name: 'Rails', kind: 'webhook' })).json()) as {
      key: { id: string };
      secret: string;
    };
    await ask('POST', '/api/ingest-keys', { name: 'script', kind: 'api' });
    const keys = await readIngestKeys(of().pool);
    expect([keys.webhookSecrets, keys.apiKeys.length]).toEqual([[made.secret], 1]);
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await ask('DELETE', `/api/ingest-keys/${made.key.id}`)).status).toBe(204);
    expect((await readIngestKeys(of().pool)).webhookSecrets).toEqual([]);
    expect((await ask('DELETE', `/api/ingest-keys/${made.key.id}`)).status).toBe(404);
  });

  it('the command line adds, resets and disables administrators', async () => {
    const email = 'second@example.com';
    const { password } = await userCommand(of().pool, 'add', email.toUpperCase());
    const signIn = async (secret: string | undefined): Promise<number> =>
      (await ask('POST', '/api/sign-in', { email, password: secret })).status;
    expect(await signIn(password)).toBe(200);
    const reset = await userCommand(of().pool, 'reset', email);
    expect([await signIn(password), await signIn(reset.password)]).toEqual([401, 200]);
    await userCommand(of().pool, 'disable', email);
    expect(await signIn(reset.password)).toBe(401);
    await expect(userCommand(of().pool, 'add', email)).rejects.toThrow('There is a user second@example.com already.');
    await expect(userCommand(of().pool, 'reset', 'no address')).rejects.toThrow('no address is not an e-mail address.');
    const answer = await fetch(`${of().base}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(administrator),
    });
    cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
  });

  it('a recipient is added, changed, taken off; a link in a mail takes off only when it is confirmed', async () => {
    const email = 'reader@example.com';
    expect((await ask('PUT', '/api/mail-policies', { email, policy: 'daily', timeZone: 'Europe/Rome' })).status).toBe(
      200,
    );
    expect((await ask('PUT', '/api/mail-policies', { email, policy: 'hourly' })).status).toBe(400);
    expect((await ask('PUT', '/api/mail-policies', { email: 'a@b, c@d', policy: 'every' })).status).toBe(400);
    expect((await ask('PUT', '/api/mail-policies', { email, policy: 'every', timeZone: 'Mars/Base' })).status).toBe(
      400,
    );
    const active = async (): Promise<boolean | undefined> =>
      (await read<{ items: { email: string; active: boolean }[] }>('/api/mail-policies')).items.find(
        (item) => item.email === email,
      )?.active;
    const secret = Buffer.from('a secret of the tests');
    await of().pool.query(
      `INSERT INTO mail.secret (name, value) VALUES ('unsubscribe', $1) ON CONFLICT (name) DO UPDATE SET value = $1`,
      [secret],
    );
    const link = `${of().base}/unsubscribe?token=${unsubscribeToken(email, secret)}`;
    const page = await fetch(link);
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining('No more mail to reader@example.com?'),
    ]);
    expect(await active()).toBe(true);
    expect((await fetch(`${link}x`, { method: 'POST' })).status).toBe(400);
    expect(await active()).toBe(true);
    const oneClick = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    };
    expect((await fetch(link, oneClick)).status).toBe(200);
    expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    expect(await active()).toBe(false);
    expect((await ask('DELETE', '/api/mail-policies/nobody%40example.com')).status).toBe(404);
  });
}

async function until<T>(look: () => Promise<T>, isRight: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 150; tries++) {
    const value = await look();
    if (isRight(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not become so within 15 s.');
}
