/** What this machine gives without any of our code, in the same run. Each is measured once and remembered. */
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import autocannon from 'autocannon';

const known = new WeakMap();
function once(world, name, measure) {
  if (!known.has(world)) known.set(world, new Map());
  const own = known.get(world);
  return own.get(name) ?? own.set(name, measure()).get(name);
}
/** Of the machine alone, whatever the world. */
const anywhere = {};

/** Records a second of a consumer that does nothing, or only parses, over the whole topic. */
export const bareConsume = (world, events, parses) =>
  once(world, `consume ${parses}`, async () => {
    const kafka = new Kafka({ clientId: 'bench', brokers: world.brokers, logLevel: logLevel.NOTHING });
    const consumer = kafka.consumer({ groupId: `bench-${parses}-${Date.now()}`, maxBytesPerPartition: 4 << 20 });
    await consumer.connect();
    await consumer.subscribe({ topic: 'session-events', fromBeginning: true });
    let seen = 0;
    let [first, last] = [0, 0];
    await new Promise((done, failed) => {
      const eachBatch = ({ batch }) => {
        first ||= performance.now();
        if (parses) for (const { value } of batch.messages) JSON.parse(value);
        seen += batch.messages.length;
        last = performance.now();
        if (seen >= events) done();
        return Promise.resolve();
      };
      consumer.run({ autoCommit: false, eachBatch }).catch(failed);
    });
    await consumer.disconnect();
    return seen / ((last - first) / 1000);
  });

/** Rows a second of the simplest upsert in bulk: 2,000 rows of an event's size for each statement, over unnest. */
export const bareUpsert = (world) =>
  once(world, 'upsert', async () => {
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    await client.query(
      'CREATE TABLE bench_row (tutor text COLLATE "C", id text COLLATE "C", at bigint, data jsonb, PRIMARY KEY (tutor, id))',
    );
    const data = JSON.stringify({
      sessionId: 'session-1',
      startedAt: '2026-11-24T10:00:00.000Z',
      endedAt: '2026-11-24T11:00:00.000Z',
      note: 'x'.repeat(150),
    });
    const [statements, size] = [50, 2000];
    const begun = performance.now();
    for (let statement = 0; statement < statements; statement++) {
      const rows = Array.from({ length: size }, (_, i) => i + statement * size);
      await client.query(
        `INSERT INTO bench_row SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[])
         ON CONFLICT (tutor, id) DO UPDATE SET data = excluded.data`,
        [rows.map((i) => `tutor-${i % 1000}`), rows.map((i) => `event-${i}`), rows, rows.map(() => data)],
      );
    }
    const rate = (statements * size) / ((performance.now() - begun) / 1000);
    await client.query('DROP TABLE bench_row');
    await client.end();
    return rate;
  });

/** Rows a second of COPY in text, of an event's size, into a table without indexes. */
export const bareCopy = (world) =>
  once(world, 'copy', async () => {
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    await client.query('CREATE TABLE bench_copy (tutor text COLLATE "C", id text COLLATE "C", at bigint, data jsonb)');
    const data = JSON.stringify({
      sessionId: 'session-1',
      startedAt: '2026-11-24T10:00:00.000Z',
      note: 'x'.repeat(150),
    });
    const rows = 200_000;
    const chunks = Array.from({ length: 200 }, (_, chunk) =>
      Array.from({ length: rows / 200 }, (_, i) => `tutor-${i}\tevent-${chunk}-${i}\t${Date.now()}\t${data}\n`).join(
        '',
      ),
    );
    const begun = performance.now();
    await pipeline(Readable.from(chunks), client.query(copyFrom('COPY bench_copy FROM STDIN')));
    const rate = rows / ((performance.now() - begun) / 1000);
    await client.query('DROP TABLE bench_copy');
    await client.end();
    return rate;
  });

/** Requests a second and p99 of Node's own server that answers every request with bytes of this length. */
export const barePage = (length, connections, method = 'GET') =>
  once(anywhere, `page ${length} ${connections} ${method}`, async () => {
    const page = Buffer.alloc(length, 'x');
    const server = createServer((request, response) => request.resume().on('end', () => response.end(page)));
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const body = method === 'POST' ? 'x'.repeat(450) : undefined;
    const result = await autocannon({
      url: `http://127.0.0.1:${server.address().port}`,
      connections,
      duration: 5,
      method,
      body,
    });
    await new Promise((done) => server.close(done));
    return { rate: result.requests.average, p99: result.latency.p99 };
  });
