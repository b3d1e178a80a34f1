import pino from 'pino';
import { loggingOf } from './logging';

it('writes neither headers, queries and bodies of requests nor what an error quotes of rows', () => {
  const lines: string[] = [];
  const { pinoHttp } = loggingOf('example', 'debug');
  const logger = pino(pinoHttp as pino.LoggerOptions, { write: (line: string) => lines.push(line) });
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(ana@example.com) already exists.',
  });
  logger.error(
    {
      err: new Error('a request failed', { cause: error }),
      req: { headers: { authorization: 'Bearer hunter2' }, url: '/x?q=Ana' },
    },
    'failed',
  );
  const [line = ''] = lines;
  expect(line).not.toMatch(/ana@example|hunter2|Ana/);
  expect(JSON.parse(line)).toMatchObject({
    level: 'error',
    service: 'example',
    msg: 'failed',
    err: { message: 'a request failed', cause: { code: '23505' } },
  });
});
