import { checkEvent, type TutoringEvent } from '@tq/events';
import { DAY, HOUR, MINUTE } from './calendar';
import type { Platform, Telling } from './platform';
import { platformStream } from './stream';
import { tutorOf } from './tutor';

const origin = Date.UTC(2026, 7, 26);
const small: Platform = { seed: 5, tutors: 20, perDay: 60, origin };

const told = (platform: Platform, ...instants: number[]): Telling<TutoringEvent>[] => {
  const stream = platformStream(platform);
  return instants.flatMap((instant) => stream.until(instant));
};
const ofType = <T extends TutoringEvent['type']>(all: readonly Telling<TutoringEvent>[], type: T) =>
  all.map(({ event }) => event).filter((event): event is Extract<TutoringEvent, { type: T }> => event.type === type);

describe('the stream of a mock platform', () => {
  it('is the same for the same seed and start, and another for another seed', () => {
    const one = JSON.stringify(told(small, origin + 20 * DAY));
    expect(JSON.stringify(told(small, origin + 20 * DAY))).toEqual(one);
    expect(JSON.stringify(told({ ...small, seed: 6 }, origin + 20 * DAY))).not.toEqual(one);
  });

  it('goes on after any instant without gap, double or another order', () => {
    const whole = told(small, origin + 10 * DAY);
    const pieces = told(
      small,
      origin + 3 * DAY + 12_345,
      origin + 3 * DAY + 12_346,
      origin + 3 * DAY + 5 * HOUR,
      origin + 10 * DAY,
    );
    expect(pieces).toEqual(whole);
    const live = told(
      small,
      ...Array.from({ length: 10 * 24 * 4 }, (_, quarter) => origin + (quarter + 1) * 15 * MINUTE),
    );
    expect(live).toEqual(whole);
  });

  it('tells only what has happened, each fact a valid event', () => {
    for (const { at, event } of told(small, origin + 60 * DAY)) {
      expect(Date.parse(event.time)).toBeLessThanOrEqual(at);
      expect(checkEvent(JSON.parse(JSON.stringify(event)))).toMatchObject({ ok: true });
    }
  });

  it('gives one identity one content', () => {
    const contents = new Map<string, string>();
    for (const { event } of told(small, origin + 60 * DAY)) {
      const identity = `${event.subject} ${event.id}`;
      const content = JSON.stringify(event);
      expect(contents.get(identity) ?? content).toEqual(content);
      contents.set(identity, content);
    }
  });

  it('schedules sessions a week ahead, so that what is upcoming is known', () => {
    const now = origin + 30 * DAY;
    const ahead = ofType(told(small, now), 'tutoring.session.scheduled.v1').filter(
      ({ data }) => Date.parse(data.startsAt) >= now,
    );
    expect(ahead.length).toBeGreaterThan(60 * 5);
  });
});

describe('the mock platform, at a third of its size', () => {
  const platform: Platform = { seed: 1, tutors: 300, perDay: 900, origin };
  const days = 49;
  const all = told(platform, origin + days * DAY).filter(({ at }) => at >= origin);
  const share = (part: number, of: number): number => part / of;

  it('has about as many sessions a day as wanted', () => {
    const closings = all.filter(({ event }) => /completed|no-show|cancelled/.test(event.type)).length / days;
    expect(closings).toBeGreaterThan(810);
    expect(closings).toBeLessThan(990);
    expect(all.length / days / closings).toBeGreaterThan(2.2);
    expect(all.length / days / closings).toBeLessThan(2.9);
  });

  it('has about as many where that is less than a lesson a week for each tutor', () => {
    for (const perDay of [10, 30, 60]) {
      const closings = told({ ...platform, tutors: 1000, perDay }, origin + 200 * DAY).filter(
        ({ at, event }) => at >= origin && /completed|no-show|cancelled/.test(event.type),
      ).length;
      expect(closings / 200 / perDay).toBeGreaterThan(0.85);
      expect(closings / 200 / perDay).toBeLessThan(1.15);
    }
  });

  it('has 98 % of its moves made by tutors', () => {
    const moves = ofType(all, 'tutoring.session.rescheduled.v1');
    const byTutors = share(moves.filter(({ data }) => data.initiatedBy === 'tutor').length, moves.length);
    expect(byTutors).toBeGreaterThan(0.975);
    expect(byTutors).toBeLessThan(0.988);
  });

  it('loses 24 % of the students who leave at their first session, and follows a no-show with 16 % of replacements', () => {
    const firsts = new Set(ofType(all, 'tutoring.session.scheduled.v1').filter(({ data }) => data.isFirstSession).map(({ data }) => data.sessionId)); // prettier-ignore
    const left = ofType(all, 'tutoring.student.left.v1');
    const atFirst = share(left.filter(({ id }) => firsts.has(id.replace('-left', ''))).length, left.length);
    expect(atFirst).toBeGreaterThan(0.21);
    expect(atFirst).toBeLessThan(0.27);
    const replaced = ofType(all, 'tutoring.tutor.replaced.v1');
    const afterNoShow = share(replaced.filter(({ data }) => data.cause === 'no-show').length, replaced.length);
    expect(afterNoShow).toBeGreaterThan(0.12);
    expect(afterNoShow).toBeLessThan(0.2);
  });

  it('has doubles, late facts, corrections and retractions, but few', () => {
    const late = all.filter(({ at, event }) => at - Date.parse(event.time) > 10 * MINUTE).length;
    const types = (type: TutoringEvent['type']): number => ofType(all, type).length;
    const doubled = all.length - new Set(all.map(({ event }) => `${event.subject} ${event.id}`)).size;
    for (const few of [late, doubled, types('tutoring.event.corrected.v1'), types('tutoring.event.retracted.v1')]) {
      expect(few).toBeGreaterThan(0);
      expect(few / all.length).toBeLessThan(0.01);
    }
  });

  it('has lessons at the tutors’ local hours', () => {
    for (const { subject, data } of ofType(all, 'tutoring.session.scheduled.v1').slice(0, 2000)) {
      const tutor = tutorOf(platform, Number(subject.replace('tutor-', '')) - 1);
      const hour = new Intl.DateTimeFormat('en', {
        timeZone: tutor.timeZone,
        hour: 'numeric',
        hourCycle: 'h23',
      }).format(Date.parse(data.startsAt));
      expect(tutor.slots.some((slot) => slot.hour === Number(hour))).toBe(true);
    }
  });
});
