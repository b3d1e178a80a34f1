import { safeReturn } from './sign-in.page';

describe('where a person is led after signing in', () => {
  it('is a path of our own', () => expect(safeReturn('/tutors/t1?window=7')).toBe('/tutors/t1?window=7'));
  it.each(['', 'https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', '/sign-in?return=/'])(
    'is never %p',
    (path) => expect(safeReturn(path)).toBe('/'),
  );
});
