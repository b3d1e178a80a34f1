import type { Overview, TutorPage } from '@tq/scores/server';
import type { SystemStatus } from '../system.dto';
import { administrator, type Stack } from './stack';

export function awayCases(of: () => Stack): void {
  const overview = async (): Promise<Overview> => (await (await of().get('/api/overview')).json()) as Overview;

  it('the database away: the last good readings go on, what needs it says so, and all comes back by itself', async () => {
    const before = (await (await of().get('/api/tutors?limit=200')).json()) as TutorPage;
    const system = async (): Promise<SystemStatus> => (await (await of().get('/api/system')).json()) as SystemStatus;
    const { feeds } = await system();
    of().databaseLine.cut();
    try {
      expect(await system()).toMatchObject({ state: 'down', feeds, databaseAwaySince: expect.any(String) as string });
      expect((await (await of().get('/api/tutors?limit=200')).json()) as TutorPage).toEqual(before);
      expect(await overview()).toMatchObject({ today: null, freshness: { refreshedAt: expect.any(String) as string } });
      for (const path of ['/api/sessions', '/api/tutors?asOf=2026-01-01', '/api/mails']) {
        const answer = await of().get(path);
        expect([path, answer.status, answer.headers.get('content-type'), answer.headers.has('retry-after')]).toEqual([
          path,
          503,
          'application/problem+json',
          true,
        ]);
      }
      const signIn = await fetch(`${of().base}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(administrator),
      });
      expect(signIn.status).toBe(503);
      expect((await fetch(`${of().base}/health/ready`)).status).toBe(503);
      expect((await fetch(`${of().base}/health/live`)).status).toBe(200);
    } finally {
      of().databaseLine.mend();
    }
    await of().send([{ ...rated('after-the-outage') }]);
    await of().untilShown();
    expect(((await (await of().get('/api/tutors?q=after-the-outage')).json()) as TutorPage).total).toBe(1);
    expect((await fetch(`${of().base}/health/ready`)).status).toBe(200);
  }, 60_000);

  it('the broker paused: nobody knows how fresh it is, and that is said within seconds', async () => {
    process.kill(of().broker.pid, 'SIGSTOP');
    try {
      const begun = Date.now();
      const { freshness } = await overview();
      expect(freshness).toMatchObject({ lagRecords: null, lagSeconds: null });
      expect(Date.now() - begun).toBeLessThan(4000);
      expect((await of().get('/api/tutors')).status).toBe(200);
    } finally {
      process.kill(of().broker.pid, 'SIGCONT');
    }
    await of().untilShown();
  }, 90_000);
}

const rated = (subject: string) => ({
  specversion: '1.0',
  source: '/tests',
  subject,
  id: 'rated',
  type: 'tutoring.session.rated.v1',
  time: new Date().toISOString(),
  data: { sessionId: 's', rating: 5 },
});
