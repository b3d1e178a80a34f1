import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort, startBroker, type Broker } from '@tq/platform/testing';
import { aService, batch, fact, type Service } from './testing/a-service';
import { LogSince } from './testing/log-since';

describe('without a broker', () => {
  let home: string;
  let port: number;
  let broker: Broker;
  let service: Service;
  const start = () => startBroker({ dir: join(home, 'kafka'), port, logFile: join(home, 'broker.log') });

  const post = async (id: string) => {
    const begun = performance.now();
    const answer = await service.post('/v1/events', JSON.stringify(fact({ id, subject: `tutor-${id}` })));
    return { ...answer, ms: performance.now() - begun };
  };
  const isReady = async () => (await fetch(`${service.base}/health/ready`)).ok;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'ingestion-broker-'));
    port = await anyFreePort();
    service = await aService({ KAFKA_BROKERS: `127.0.0.1:${port}`, DATABASE_URL: process.env.TEST_DATABASE_URL! });
  });
  afterAll(async () => {
    await service.stop();
    await broker.stop(2000);
    await rm(home, { recursive: true, force: true });
  });

  it('starts, answers 503 within 2 s, and serves when the broker comes', async () => {
    const answer = await post('before');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(answer.ms).toBeLessThan(2000);
    expect(await isReady()).toBe(false);
    expect(await service.post('/v1/events', '[]', { 'content-type': batch })).toMatchObject({ status: 202 });
    broker = await start();
    await service.ready();
    expect((await post('first')).status).toBe(202); // the topics are made by then
  });

  it.each(['SIGSTOP', 'SIGKILL'] as const)(
    '503 within 2 s through %s, and nothing acknowledged that is not on the log',
    async (signal) => {
      const log = await LogSince.now(broker.address);
      const attempted = new Set<string>();
      const acked = new Set<string>();
      let slowest = 0;
      let refused = 0;
      const end = Date.now() + 8000;
      const sender = async (lane: number) => {
        for (let n = 0; Date.now() < end; n++) {
          const id = `${signal}-${lane}-${n}`;
          attempted.add(id);
          const { status, ms } = await post(id);
          expect([202, 503]).toContain(status);
          if (status === 202) acked.add(id);
          else refused++;
          slowest = Math.max(slowest, ms);
        }
      };
      const load = Promise.all(Array.from({ length: 16 }, (_, lane) => sender(lane)));
      await new Promise((resolve) => setTimeout(resolve, 1500));
      process.kill(broker.pid, signal);
      await new Promise((resolve) => setTimeout(resolve, 4000));
      if (signal === 'SIGSTOP') process.kill(broker.pid, 'SIGCONT');
      else broker = await start();
      await load;
      await service.ready();
      expect((await post(`${signal}-after`)).status).toBe(202);
      attempted.add(`${signal}-after`);

      const onLog = new Set((await log.values()).map((value) => (JSON.parse(value) as { id: string }).id));
      expect([...acked].filter((id) => !onLog.has(id))).toEqual([]);
      expect([...onLog].filter((id) => !attempted.has(id))).toEqual([]);
      expect(acked.size).toBeGreaterThan(50);
      expect(refused).toBeGreaterThan(0);
      expect(slowest).toBeLessThan(2000);
    },
  );
});
