import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createPool, type Pool } from '@tq/platform/postgres';
import { freshDatabase } from '@tq/platform/testing';
import { type EventStore, EventStoreAway, type NewEvent, noRevision } from './event-store';
import { EventStoreDbEventStore } from './eventstoredb-event-store';
import { PostgresEventStore } from './postgres-event-store';

const event = (data: object = {}, type = 'something-decided'): NewEvent => ({ id: randomUUID(), type, data });
/** A stream of this test alone: a server may be another one's too. */
const aStream = (): string => `stream-${randomUUID()}`;

/** What every event store keeps to. */
function contract(of: () => EventStore): void {
  it('gives back what was appended, in order, with its revision and time', async () => {
    const stream = aStream();
    const events = [event({ n: 1 }), event({ n: 2, text: 'Ünïcode 👩‍🏫 "quotes" \\' }, 'another')];
    expect(await of().append(stream, noRevision, events)).toEqual({ revision: 1 });
    const more = event({ list: [1, { deep: null }] });
    expect(await of().append(stream, 1, [more])).toEqual({ revision: 2 });
    const kept = await of().read(stream);
    expect(kept).toEqual([...events, more].map((one, revision) => ({ ...one, stream, revision, at: expect.any(Number) as number }))); // prettier-ignore
    expect(Math.abs((kept[0]?.at ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('knows nothing of a stream that is not there', async () => {
    expect(await of().read(aStream())).toEqual([]);
  });

  it('tells who was second what the first one did, and keeps nothing of the second', async () => {
    const stream = aStream();
    await of().append(stream, noRevision, [event()]);
    const first = event({ by: 'first' });
    await of().append(stream, 0, [first]);
    const second = await of().append(stream, 0, [event({ by: 'second' })]);
    expect(second).toMatchObject({ conflict: true, revision: 1, since: [{ id: first.id, revision: 1 }] });
    expect(await of().append(stream, noRevision, [event()])).toMatchObject({ conflict: true, revision: 1 });
    expect(await of().append(stream, 7, [event()])).toMatchObject({ conflict: true, revision: 1, since: [] });
    expect((await of().read(stream)).length).toBe(2);
  });

  it('lets one of many win', async () => {
    const stream = aStream();
    const events = Array.from({ length: 12 }, (_, n) => event({ n }));
    const answers = await Promise.all(events.map((one) => of().append(stream, noRevision, [one])));
    expect(answers.filter((answer) => !('conflict' in answer))).toEqual([{ revision: 0 }]);
    expect((await of().read(stream)).length).toBe(1);
  });

  it('takes the same events again as the same, whatever was appended since', async () => {
    const stream = aStream();
    const events = [event(), event()];
    await of().append(stream, noRevision, events);
    expect(await of().append(stream, noRevision, events)).toEqual({ revision: 1 });
    await of().append(stream, 1, [event()]);
    expect(await of().append(stream, noRevision, events)).toEqual({ revision: 1 });
    const halfNew = await of().append(stream, noRevision, [events[0] as NewEvent, event()]);
    expect(halfNew).toMatchObject({ conflict: true, revision: 2 });
    expect((await of().read(stream)).length).toBe(3);
  });

  it('gives all streams in the order of their commits, run by run, none twice and none left out', async () => {
    const streams = [aStream(), aStream(), aStream()];
    const append = async (stream: string): Promise<void> => {
      for (let revision = noRevision; revision < 9; revision++) await of().append(stream, revision, [event()]);
    };
    let after = (await everything(of())).after;
    await Promise.all(streams.map(append));
    const seen: string[] = [];
    for (;;) {
      const run = await of().readAll(after, 7);
      seen.push(...run.events.map(({ stream, revision }) => `${stream} ${revision}`));
      after = run.after;
      if (run.events.length === 0) break;
    }
    for (const stream of streams)
      expect(seen.filter((one) => one.startsWith(stream))).toEqual(Array.from({ length: 10 }, (_, n) => `${stream} ${n}`)); // prettier-ignore
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('takes large events', async () => {
    const stream = aStream();
    const text = 'x'.repeat(200_000);
    await of().append(stream, noRevision, [event({ text })]);
    expect((await of().read(stream))[0]?.data).toEqual({ text });
    expect(await of().trouble()).toBeNull();
  });
}

async function everything(store: EventStore): Promise<{ after: string | null }> {
  for (let after: string | null = null; ;) {
    const run = await store.readAll(after, 500);
    after = run.after;
    if (run.events.length === 0) return { after };
  }
}

describe('in Postgres', () => {
  let pool: Pool;
  let store: EventStore;
  beforeAll(async () => {
    pool = createPool(await freshDatabase(), { name: 'event store', onError: () => undefined });
    store = new PostgresEventStore(pool);
  });
  afterAll(() => pool.end());
  contract(() => store);

  it('takes no notice of other writers until they have committed', async () => {
    const before = await everything(store);
    const slow = await pool.connect();
    await slow.query('BEGIN');
    await slow.query('LOCK TABLE es.event IN EXCLUSIVE MODE');
    const appended = store.append(aStream(), noRevision, [event()]);
    expect((await store.readAll(before.after, 10)).events).toEqual([]);
    await slow.query('COMMIT');
    slow.release();
    await appended;
    expect((await store.readAll(before.after, 10)).events.length).toBe(1);
  });

  it('says in one sentence when there is no server', async () => {
    const nowhere = createPool('postgres://postgres:secret@127.0.0.1:1/nothing', { name: 'nowhere' });
    const nobody = new PostgresEventStore(nowhere);
    await expect(nobody.read('a')).rejects.toBeInstanceOf(EventStoreAway);
    await expect(nobody.append('a', noRevision, [event()])).rejects.toBeInstanceOf(EventStoreAway);
    expect(await nobody.trouble()).toBe('Postgres does not answer: connect ECONNREFUSED 127.0.0.1:1');
    await nowhere.end();
  });
});

describe('in EventStoreDB', () => {
  const url = process.env['TEST_EVENTSTORE_URL'];
  if (url === undefined) {
    process.stderr.write('EventStoreDB: not run: no server (name one with TEST_EVENTSTORE_URL)\n');
    it.skip('not run: no server', () => undefined);
  } else {
    const store = new EventStoreDbEventStore(url);
    afterAll(() => store.close());
    contract(() => store);
  }

  it('says in one sentence when there is no server', async () => {
    const nobody = new EventStoreDbEventStore('esdb://somebody:sec/r?t@127.0.0.1:1?tls=false');
    await expect(nobody.read('a')).rejects.toBeInstanceOf(EventStoreAway);
    await expect(nobody.append('a', noRevision, [event()])).rejects.toBeInstanceOf(EventStoreAway);
    await expect(nobody.readAll(null, 1)).rejects.toBeInstanceOf(EventStoreAway);
    expect(await nobody.trouble()).toBe(
      'EventStoreDB at esdb://127.0.0.1:1 does not answer: connect ECONNREFUSED 127.0.0.1:1',
    );
    await nobody.close();
  }, 30_000);

  it('waits no longer than its patience for a server that says nothing', async () => {
    const connections: Socket[] = [];
    const silent = createServer((connection) => connections.push(connection)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const store = new EventStoreDbEventStore(`esdb://127.0.0.1:${port}?tls=false`);
    const answers = await Promise.allSettled([
      store.read('a'),
      store.append('a', noRevision, [event()]),
      store.readAll(null, 1),
    ]);
    expect(answers.map((answer) => answer.status === 'rejected' && (answer.reason as Error).message)).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/no answer in 5 s$/) as string),
    );
    await store.close();
    for (const connection of connections) connection.destroy();
    silent.close();
  }, 30_000);
});
