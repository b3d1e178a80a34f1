import { HttpErrorResponse } from '@angular/common/http';
import { problemText, statusOf } from './problem';

const answer = (status: number, error: unknown) => new HttpErrorResponse({ status, error });

describe('problemText', () => {
  it('lets a problem speak for itself', () => {
    expect(problemText(answer(409, { title: 'Conflict', detail: 'Version 2 is there already.' }))).toBe(
      'Version 2 is there already.',
    );
    expect(problemText(answer(404, { title: 'Not found' }))).toBe('Not found');
  });

  it('says that nobody answered', () => expect(problemText(answer(0, null))).toBe('The server cannot be reached.'));
  it('names the status of an answer without words', () =>
    expect(problemText(answer(502, '<html>'))).toBe('The server answered 502.'));
  it('looks behind an error that a resource wrapped', () => {
    expect(statusOf(new Error('wrapped', { cause: answer(503, null) }))).toBe(503);
  });
});
