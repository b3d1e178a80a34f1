import type { Overview } from '@tq/platform/web';
import { headline } from './headline';

const overview = (needsYou: number, newSinceYesterday: number | null) => ({
  counts: { needsYou, watch: 41 } as Overview['counts'],
  newSinceYesterday,
});

describe('headline', () => {
  it('says who needs you, who is new, and who is on watch', () =>
    expect(headline(overview(7, 3))).toEqual({
      first: '7 tutors need you',
      rest: ' · 3 new since yesterday · 41 on watch',
    }));
  it('knows one from many', () => expect(headline(overview(1, 0)).first).toBe('1 tutor needs you'));
  it('leaves out what is not worked out yet', () => expect(headline(overview(7, null)).rest).toBe(' · 41 on watch'));
});
