import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { staticConsole } from './static-console';

describe('the console as files', () => {
  let dir: string;
  let server: Server;
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers });

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tq-console-'));
    await writeFile(join(dir, 'index.html'), '<!doctype html><title>console</title>');
    await writeFile(join(dir, 'main-ABCD1234.js'), 'console.log(1);'.repeat(200));
    const app = express();
    app.use(staticConsole(dir, (path) => !path.startsWith('/api')));
    app.use((_request, response) => void response.status(404).end('not ours'));
    server = createServer(app as Parameters<typeof createServer>[1]).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(async () => {
    server.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('keeps hashed files for ever and asks again for the page', async () => {
    const script = await get('/main-ABCD1234.js');
    expect([script.status, script.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    const page = await get('/');
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect((await get('/', { 'if-none-match': page.headers.get('etag')! })).status).toBe(304);
  });

  it.each(['br', 'gzip'])('sends them packed as %s', async (encoding) => {
    const answer = await get('/main-ABCD1234.js', { 'accept-encoding': encoding });
    expect([answer.headers.get('content-encoding'), (await answer.text()).length]).toEqual([encoding, 3000]);
  });

  it.each(['/tutors/t%2F1', '/settings', '/tutors/a.b', '/..%2f..%2fetc/passwd'])(
    'answers the address %s of the app with its page',
    async (path) => {
      const answer = await get(path, { accept: 'text/html' });
      expect([answer.status, await answer.text()]).toEqual([200, '<!doctype html><title>console</title>']);
    },
  );

  it.each(['/missing-ABCD1234.js', '/api/x', '/%00', '/%E0%A4%A'])(
    'leaves %s to others',
    async (path) => {
      expect((await get(path, { accept: 'application/json' })).status).toBe(404);
    },
  );
});
