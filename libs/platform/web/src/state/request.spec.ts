import { requestOf } from './request';

describe('requestOf', () => {
  it('fills names of the path, percent-encoded, and sends the rest as the query', () => {
    expect(requestOf('/api/tutors/{id}/facts', { id: 'a/b?c', limit: 50, cursor: 'x' })).toEqual({
      url: '/api/tutors/a%2Fb%3Fc/facts',
      params: { limit: '50', cursor: 'x' },
    });
  });

  it('leaves out what is undefined, null or empty, and keeps false', () => {
    expect(requestOf('/api/tutors', { q: '', asOf: undefined, risk: null, needsYou: false })).toEqual({
      url: '/api/tutors',
      params: { needsYou: 'false' },
    });
  });

  it('says which name is missing', () => {
    expect(() => requestOf('/api/tutors/{id}', {})).toThrow('needs id');
  });
});
