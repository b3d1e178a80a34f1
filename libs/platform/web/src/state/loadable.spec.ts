import { lastGood } from './loadable';

describe('lastGood', () => {
  const first = { key: 'a', value: { n: 1 }, at: 10 };

  it('takes a new answer with its time', () => {
    const answer = { n: 2 };
    expect(lastGood('a', answer, first, 20)).toEqual({ key: 'a', value: answer, at: 20 });
  });

  it('keeps the time of an answer that is the same one', () => {
    expect(lastGood('a', first.value, first, 20)).toBe(first);
  });

  it('keeps the last good answer through an error or a reload of the same key', () => {
    expect(lastGood('a', undefined, first, 20)).toBe(first);
  });

  it('never shows the answer of another key', () => {
    expect(lastGood('b', undefined, first, 20)).toBeUndefined();
  });

  it('has nothing at first', () => {
    expect(lastGood('a', undefined, undefined, 20)).toBeUndefined();
  });
});
