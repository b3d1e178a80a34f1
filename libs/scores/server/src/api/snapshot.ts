import { compareCodePoints, type RuleSet } from '@tq/events';
import type { TutorItem } from './tutor-item.dto';
import type { Sort, SortField } from './tutor-query.dto';

/** Of a row what lists are filtered and ordered by. */
export type RankedTutor = Pick<TutorItem, 'tutorId' | 'name' | 'riskLevel' | 'needsYou' | 'priority' | 'score'> & {
  readonly windows: { readonly '30': Pick<TutorItem['windows']['30'], 'rescheduleRate'> };
};

/** All tutors as judged as of one day under one set of rules: what every list is cut from. Never changed once made. */
export class Snapshot<Row extends RankedTutor = TutorItem> {
  readonly byId: ReadonlyMap<string, Row>;

  private constructor(
    readonly asOf: string,
    readonly ruleSetVersion: number,
    private readonly orders: Map<Sort, readonly Row[]>,
  ) {
    this.byId = new Map(orders.get('tutorId')?.map((item) => [item.tutorId, item]));
  }

  /** @param items in any order, each tutor once */
  static of<Row extends RankedTutor>(
    items: readonly Row[],
    asOf: string,
    rules: Pick<RuleSet, 'version'>,
  ): Snapshot<Row> {
    return new Snapshot(asOf, rules.version, new Map([['tutorId', items.toSorted(comparing('tutorId'))]]));
  }

  /** By tutorId, in code point order. */
  get items(): readonly Row[] {
    return this.ordered('tutorId');
  }

  /** All items in an order; sorted once, when somebody first asks. */
  ordered(sort: Sort): readonly Row[] {
    let order = this.orders.get(sort);
    if (order === undefined) {
      order = this.items.toSorted(comparing(sort));
      this.orders.set(sort, order);
    }
    return order;
  }

  /**
   * The snapshot with some tutors judged anew. Orders that somebody uses are mended, not made again: a few of ten thousand
   * change many times a second.
   * @param changes by tutorId; null where the tutor is no longer listed
   */
  with(changes: ReadonlyMap<string, Row | null>): Snapshot<Row> {
    const gone = [...changes.keys()].flatMap((tutorId) => this.byId.get(tutorId) ?? []);
    const fresh = [...changes.values()].filter((item) => item !== null);
    const orders = [...this.orders].map(
      ([sort, order]) => [sort, mended(order, gone, fresh, comparing(sort))] as const,
    );
    return new Snapshot(this.asOf, this.ruleSetVersion, new Map(orders));
  }
}

export type SortValue = string | number | null;

export const fieldOf = (sort: Sort): SortField => sort.replace(/^-/, '') as SortField;

/** What a list is sorted by. */
export function sortValueOf(item: RankedTutor, field: SortField): SortValue {
  return field === 'rescheduleRate' ? item.windows['30'].rescheduleRate : item[field];
}

/** Order of two places in a list: null last either way, ties by tutorId. */
export function comparePlaces(sort: Sort, a: SortValue, aId: string, b: SortValue, bId: string): number {
  if (a === null || b === null) return a === b ? compareCodePoints(aId, bId) : a === null ? 1 : -1;
  const order = typeof a === 'string' ? compareCodePoints(a, b as string) : a - (b as number);
  return (sort.startsWith('-') ? -order : order) || compareCodePoints(aId, bId);
}

type Compare = (a: RankedTutor, b: RankedTutor) => number;

function comparing(sort: Sort): Compare {
  const field = fieldOf(sort);
  return (a, b) => comparePlaces(sort, sortValueOf(a, field), a.tutorId, sortValueOf(b, field), b.tutorId);
}

/** A sorted list without some of its items and with others: what lies between is copied as it is. */
function mended<Row extends RankedTutor>(
  order: readonly Row[],
  gone: readonly Row[],
  fresh: readonly Row[],
  compare: Compare,
): readonly Row[] {
  const seams = [
    ...fresh.toSorted(compare).map((item) => ({ at: placeOf(order, item, compare), isGone: false, item })),
    ...gone.map((item) => ({ at: placeOf(order, item, compare), isGone: true, item })),
  ].sort((a, b) => a.at - b.at); // Stable: what is put in stands before what it takes the place of.
  const pieces: (readonly Row[])[] = [];
  let from = 0;
  for (const { at, isGone, item } of seams) {
    pieces.push(order.slice(from, at));
    if (!isGone) pieces.push([item]);
    from = isGone ? at + 1 : at;
  }
  pieces.push(order.slice(from));
  return pieces.flat();
}

/** Where an item stands in a sorted list, or would. */
function placeOf<Row extends RankedTutor>(order: readonly Row[], item: Row, compare: Compare): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(order[middle]!, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
