import { troubleOf } from './problem-sentence';

const error = (message: string, more: object = {}): Error => Object.assign(new Error(message), more);

it('goes on by itself where a server was away', () => {
  expect(troubleOf(error('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' }))).toEqual({
    passes: true,
    sentence: 'The database is away (connect ECONNREFUSED 127.0.0.1:5432); it goes on when it is back.',
  });
  expect(troubleOf(error('Connection error', { name: 'KafkaJSConnectionError' })).passes).toBe(true);
});

it('asks for room where the disk is full', () => {
  expect(troubleOf(error('could not extend file: No space left on device', { code: '53100' }))).toEqual({
    passes: false,
    sentence:
      "The database's disk is full (could not extend file: No space left on device): make room, then go on with npm run replay.",
  });
});

it('says everything else as it was said, in its first line', () => {
  expect(troubleOf(error('It is odd\n  at once'))).toEqual({ passes: false, sentence: 'It is odd.' });
});
