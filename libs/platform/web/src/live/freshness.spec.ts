import { freshnessView } from './freshness';

const now = Date.parse('2026-11-24T12:00:00Z');
const figures = { lagRecords: 0, lagSeconds: 0, lastEventAt: '2026-11-24T11:59:46Z', refreshedAt: null };

describe('freshnessView', () => {
  it('says how long ago the last event came', () =>
    expect(freshnessView('open', figures, now)).toMatchObject({ calm: true, text: 'Live · 14 s ago' }));

  it('shows silence as silence', () =>
    expect(freshnessView('open', { ...figures, lastEventAt: '2026-11-24T11:40:00Z' }, now)).toMatchObject({
      calm: false,
      text: 'Silent · 20 min ago',
    }));

  it('shows a lag', () =>
    expect(freshnessView('open', { ...figures, lagRecords: 900, lagSeconds: 45 }, now)).toMatchObject({
      calm: false,
      text: '45 s behind',
    }));

  it('is not calm when the lag is unknown', () =>
    expect(freshnessView('open', { ...figures, lagRecords: null, lagSeconds: null }, now).calm).toBe(false));

  it('is not calm when the stream broke off', () => expect(freshnessView('lost', figures, now).calm).toBe(false));
  it('waits for the first figures', () =>
    expect(freshnessView('connecting', undefined, now).text).toBe('Connecting …'));
});
