import { DAY } from '../platform/calendar';
import { platformStream } from '../platform/stream';
import { tutorOf } from '../platform/tutor';
import { daysKnown } from './days-known';
import { judgementsOf, type Judgement } from './evaluate';
import { measuresOf } from './measures';

const platform = { seed: 3, tutors: 60, perDay: 180, origin: Date.UTC(2026, 7, 26) };

it('knows at an instant only what was told before it', () => {
  const told = platformStream(platform, [tutorOf(platform, 0)]).until(platform.origin + 30 * DAY);
  const now = platform.origin + 20 * DAY;
  expect(daysKnown(told, now)).toEqual(daysKnown(told.filter(({ at }) => at < now), now)); // prettier-ignore
  expect(Math.max(...daysKnown(told, now).keys())).toBeLessThan(now / DAY);
});

it('judges once a week everybody who teaches, and nobody else', () => {
  const judgements = judgementsOf(platform, 49);
  const days = [...new Set(judgements.map(({ day }) => day - platform.origin / DAY))];
  expect(days).toEqual([35, 42, 49]);
  expect(judgements.some(({ tutor, day }) => tutor.registeredAt >= (day + 1) * DAY)).toBe(false);
  expect(judgements.some(({ tutor, day }) => (tutor.departsAt ?? Infinity) < day * DAY)).toBe(false);
});

it('measures shares with their sizes', () => {
  const tutor = tutorOf(platform, 0);
  const judged = (riskLevel: Judgement['card']['riskLevel'], needsYou: boolean, truth: Judgement['truth']) =>
    ({ tutor, day: 1, truth, isOverNow: truth.length > 0, card: { riskLevel, needsYou } }) as Judgement;
  const measures = measuresOf([
    judged('high', true, ['reschedules']),
    judged('watch', false, ['reschedules', 'noShows']),
    judged('ok', false, ['noShows']),
    judged('high', true, []),
    judged('insufficient-data', false, []),
  ]);
  expect(measures).toMatchObject({
    identified: { part: 2, of: 3 },
    needsYou: { part: 1, of: 3 },
    byCause: { reschedules: { part: 2, of: 2 }, noShows: { part: 1, of: 2 }, cancellations: { part: 0, of: 0 } },
    flaggedRight: { part: 2, of: 3 },
    needsYouRight: { part: 1, of: 2 },
  });
});
