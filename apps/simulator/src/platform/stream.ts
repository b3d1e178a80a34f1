import { compareCodePoints, type TutoringEvent } from '@tq/events';
import { HOUR } from './calendar';
import { Chance } from './chance';
import { sourceOf, type Platform, type Telling } from './platform';
import { slotLife } from './slot-life';
import { Teller } from './teller';
import { tutorsOf, type Tutor } from './tutor';

/** All the platform ever tells, piece by piece. */
export interface PlatformStream {
  /**
   * Everything told since the previous call (since ever, at the first) and before this instant, in the order in which
   * the platform tells it. Successive calls leave no gap and tell nothing twice, whatever the instants.
   * @param instant epoch ms, not earlier than the one before
   */
  until(instant: number): Telling<TutoringEvent>[];
}

/**
 * The stream of a platform from its first fact on: a pure function of the settings.
 * @param tutors whose facts; all of them unless said otherwise. Each tutor's are the same whoever else is told of.
 */
export function platformStream(platform: Platform, tutors: readonly Tutor[] = tutorsOf(platform)): PlatformStream {
  const hours = new Map<number, Telling<TutoringEvent>[]>();
  const put = (telling: Telling<TutoringEvent>): void => {
    const hour = Math.floor(telling.at / HOUR);
    const list = hours.get(hour);
    if (list) list.push(telling);
    else hours.set(hour, [telling]);
  };
  const lives = tutors.flatMap((tutor) => livesOf(platform, tutor, put));
  let earliest = -Infinity;

  function advance(instant: number): void {
    if (earliest >= instant) return;
    earliest = Infinity;
    for (const life of lives) {
      while (life.from < instant) life.from = life.steps.next().value ?? Infinity;
      earliest = Math.min(earliest, life.from);
    }
  }

  return {
    until(instant) {
      // By whole hours, so that a call for each second does not look at every slot.
      advance((Math.floor(instant / HOUR) + 1) * HOUR);
      const told: Telling<TutoringEvent>[] = [];
      for (const [hour, list] of hours) {
        if ((hour + 1) * HOUR <= instant) hours.delete(hour);
        else if (hour * HOUR < instant)
          hours.set(
            hour,
            list.filter(({ at }) => at >= instant),
          );
        else continue;
        for (const telling of list) if (telling.at < instant) told.push(telling);
      }
      return told.sort(
        (a, b) =>
          a.at - b.at ||
          compareCodePoints(a.event.subject, b.event.subject) ||
          compareCodePoints(a.event.id, b.event.id),
      );
    },
  };
}

interface Life {
  /** Nothing that `steps` will still tell was told before this instant. */
  from: number;
  readonly steps: Iterator<number, void>;
}

function livesOf(platform: Platform, tutor: Tutor, out: (telling: Telling<TutoringEvent>) => void): Life[] {
  const source = sourceOf(platform);
  const profile = new Teller(source, tutor.id, new Chance(platform.seed, tutor.id, 'profile'), out);
  return [
    { from: -Infinity, steps: tellProfile(tutor, profile) },
    ...tutor.slots.map((slot, number) => {
      const chance = new Chance(platform.seed, tutor.id, 'slot', number);
      return {
        from: -Infinity,
        steps: slotLife(platform, tutor, slot, number + 1, new Teller(source, tutor.id, chance, out), chance),
      };
    }),
  ];
}

function* tellProfile(tutor: Tutor, teller: Teller): Generator<number, void> {
  const { name, email, timeZone, lessonSubjects } = tutor;
  yield tutor.registeredAt;
  teller.tell('tutoring.tutor.registered.v1', `${tutor.id}-registered`, tutor.registeredAt, {
    name,
    email,
    timeZone,
    lessonSubjects: [...lessonSubjects],
  });
  if (tutor.departsAt === null) return;
  yield tutor.departsAt;
  teller.tell('tutoring.tutor.departed.v1', `${tutor.id}-departed`, tutor.departsAt, { reason: tutor.departureReason });
}
