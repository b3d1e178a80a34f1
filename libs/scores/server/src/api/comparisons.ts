import { Inject, Injectable } from '@nestjs/common';
import { compareCodePoints } from '@tq/events';
import { fromCursor, toCursor } from '@tq/platform/http';
import type { ComparedTutor, ComparisonQuery, TutorComparison, TutorStanding } from './comparison.dto';
import type { RankedTutor, Snapshot } from './snapshot';
import { Snapshots } from './snapshots';

/** Where a tutor stands among those who differ: another level or need first, then by the change of the score. */
type Place = readonly [isOtherLevel: number, scoreChange: number, tutorId: string];
const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) &&
  value.length === 3 &&
  typeof value[0] === 'number' &&
  typeof value[1] === 'number' &&
  typeof value[2] === 'string';

/** Two readings of all tutors side by side: any two days, each as known at any moment. */
@Injectable()
export class Comparisons {
  constructor(@Inject(Snapshots) private readonly snapshots: Snapshots) {}

  /** @throws ProblemError 400 for days or moments to come, or an unknown rule set; 503 before the first readings */
  async of(query: ComparisonQuery): Promise<TutorComparison> {
    const { from, to, fromKnownAt, toKnownAt, ruleSet, limit = 50, cursor } = query;
    const side = (asOf: string, knownAt: string | undefined) =>
      this.snapshots.of({
        asOf,
        ...(knownAt === undefined ? {} : { knownAt }),
        ...(ruleSet === undefined ? {} : { ruleSet }),
      });
    const [before, after] = await Promise.all([side(from, fromKnownAt), side(to, toKnownAt)]);
    const all = differing(before.snapshot, after.snapshot);
    const place = cursor === undefined ? undefined : fromCursor(cursor, isPlace);
    const rest = place === undefined ? all : all.filter((item) => comparePlaces(placeOf(item), place) > 0);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return {
      from,
      to,
      fromKnownAt: before.knownAt,
      toKnownAt: after.knownAt,
      tutors: new Set([...before.snapshot.byId.keys(), ...after.snapshot.byId.keys()]).size,
      changed: all.length,
      items,
      nextCursor: rest.length > limit && last ? toCursor(placeOf(last)) : null,
    };
  }
}

/** Those who do not stand the same on both sides, in the order of their places. */
export function differing(before: Snapshot<RankedTutor>, after: Snapshot<RankedTutor>): ComparedTutor[] {
  const compared: ComparedTutor[] = [];
  for (const tutorId of new Set([...before.byId.keys(), ...after.byId.keys()])) {
    const [was, is] = [before.byId.get(tutorId), after.byId.get(tutorId)];
    const item = {
      tutorId,
      name: is?.name ?? was?.name ?? null,
      before: was ? standingOf(was) : null,
      after: is ? standingOf(is) : null,
    };
    if (JSON.stringify(item.before) !== JSON.stringify(item.after)) compared.push(item);
  }
  return compared.sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
}

function standingOf({ riskLevel, needsYou, score, windows }: RankedTutor): TutorStanding {
  return { riskLevel, needsYou, score, rescheduleRate: windows['30'].rescheduleRate };
}

function placeOf({ tutorId, before, after }: ComparedTutor): Place {
  const isOther = before?.riskLevel !== after?.riskLevel || before?.needsYou !== after?.needsYou;
  return [isOther ? 0 : 1, -Math.abs((before?.score ?? 100) - (after?.score ?? 100)), tutorId];
}

function comparePlaces(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1] || compareCodePoints(a[2], b[2]);
}
