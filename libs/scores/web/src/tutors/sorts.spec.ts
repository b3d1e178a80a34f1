import { ariaSort, nextSort, sortFrom } from './sorts';

describe('the order of a list', () => {
  it('is what the URL says, where that is one', () => {
    expect(sortFrom('-score', 'name')).toBe('-score');
    expect(sortFrom('colour', 'name')).toBe('name');
    expect(sortFrom('', '-priority')).toBe('-priority');
  });

  it('begins with the useful direction of a column, then turns round', () => {
    expect(nextSort('name', 'rescheduleRate', '-rescheduleRate')).toBe('-rescheduleRate');
    expect(nextSort('-rescheduleRate', 'rescheduleRate', '-rescheduleRate')).toBe('rescheduleRate');
    expect(nextSort('rescheduleRate', 'rescheduleRate', '-rescheduleRate')).toBe('-rescheduleRate');
  });

  it('is told to a screen reader', () => {
    expect([ariaSort('-score', 'score'), ariaSort('score', 'score'), ariaSort('name', 'score')]).toEqual([
      'descending',
      'ascending',
      null,
    ]);
  });
});
