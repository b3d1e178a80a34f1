import { Inject, Injectable } from '@nestjs/common';
import { fromCursor, JsonAnswer, ProblemError, toCursor } from '@tq/platform/http';
import { comparePlaces, fieldOf, type RankedTutor, type Snapshot, type SortValue, sortValueOf } from './snapshot';
import { Snapshots, type TutorsView } from './snapshots';
import { tutorsCsv } from './tutors-csv';
import type { TutorItem, TutorPage } from './tutor-item.dto';
import type { AsOfQuery, Sort, TutorFilterQuery, TutorListQuery } from './tutor-query.dto';

/** Where a page ended, and of which order. */
type Place = readonly [sort: string, value: SortValue, tutorId: string];
const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) &&
  value.length === 3 &&
  typeof value[0] === 'string' &&
  (value[1] === null || typeof value[1] === 'string' || typeof value[1] === 'number') &&
  typeof value[2] === 'string';

const mostAnswers = 300;

/** Lists of tutors. Each answer is made once for each snapshot and then sent as it is. */
@Injectable()
export class TutorLists {
  private readonly answers = new WeakMap<Snapshot<RankedTutor>, Map<string, JsonAnswer>>();

  constructor(@Inject(Snapshots) private readonly snapshots: Snapshots) {}

  /** @throws ProblemError 400, 503 */
  async page(query: TutorListQuery): Promise<JsonAnswer> {
    const view = await this.snapshots.of(query);
    const { snapshot } = view;
    let answers = this.answers.get(snapshot);
    if (answers === undefined) this.answers.set(snapshot, (answers = new Map<string, JsonAnswer>()));
    const key = JSON.stringify([query.risk, query.needsYou, query.q, query.sort, query.limit, query.cursor]);
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = new JsonAnswer(await pageOf(view, query));
      if (answers.size >= mostAnswers) answers.delete(answers.keys().next().value!);
      answers.set(key, answer);
    }
    return answer;
  }

  /** The whole list as filtered and sorted, as a file. */
  async csv(query: TutorFilterQuery): Promise<{ name: string; text: string }> {
    const { snapshot, shown } = await this.snapshots.of(query);
    const items = await shown(filtered(snapshot, query), false);
    return { name: `tutors-${snapshot.asOf}.csv`, text: tutorsCsv(items) };
  }

  /** @throws ProblemError 404 for a tutor without a standing fact on or before the day */
  async one(tutorId: string, query: AsOfQuery): Promise<{ item: TutorItem; knownAt: string | null }> {
    const { snapshot, knownAt, shown } = await this.snapshots.of(query);
    const row = snapshot.byId.get(tutorId);
    const item = row && (await shown([row]))[0];
    if (item === undefined) throw new ProblemError(404, { detail: 'There is no such tutor as of that day.' });
    return { item, knownAt };
  }
}

function filtered(
  snapshot: Snapshot<RankedTutor>,
  { risk, needsYou, q, sort = 'tutorId' }: TutorFilterQuery,
): readonly RankedTutor[] {
  const all = snapshot.ordered(sort);
  const words = q?.trim().toLowerCase();
  if (risk === undefined && needsYou === undefined && !words) return all;
  return all.filter(
    (item) =>
      (risk === undefined || item.riskLevel === risk) &&
      (needsYou === undefined || item.needsYou === needsYou) &&
      (!words || searchedText(item).includes(words)),
  );
}

/** Kept: every letter that somebody types is looked for in all of them. */
const searchedTexts = new WeakMap<RankedTutor, string>();

/** What a tutor is found by. */
function searchedText(item: RankedTutor): string {
  let text = searchedTexts.get(item);
  if (text === undefined) searchedTexts.set(item, (text = `${item.tutorId}\n${item.name ?? ''}`.toLowerCase()));
  return text;
}

async function pageOf({ snapshot, knownAt, shown }: TutorsView, query: TutorListQuery): Promise<TutorPage> {
  const { sort = 'tutorId', limit = 50, cursor } = query;
  const list = filtered(snapshot, query);
  const from = cursor === undefined ? 0 : firstAfter(list, sort, cursor);
  const rows = list.slice(from, from + limit);
  const last = rows.at(-1);
  const hasMore = from + limit < list.length;
  return {
    items: await shown(rows),
    nextCursor:
      hasMore && last ? toCursor([sort, sortValueOf(last, fieldOf(sort)), last.tutorId] satisfies Place) : null,
    total: list.length,
    asOf: snapshot.asOf,
    knownAt,
    ruleSetVersion: snapshot.ruleSetVersion,
  };
}

/** Where the list goes on behind the cursor's place, whether or not that tutor is still there. */
function firstAfter(list: readonly RankedTutor[], sort: Sort, cursor: string): number {
  const [of, value, tutorId] = fromCursor(cursor, isPlace);
  const field = fieldOf(sort);
  const isFieldText = field === 'tutorId' || field === 'name';
  if (of !== sort || (value !== null && (typeof value === 'string') !== isFieldText)) {
    throw new ProblemError(400, { detail: 'cursor belongs to another sort.' });
  }
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = list[middle]!;
    if (comparePlaces(sort, sortValueOf(item, field), item.tutorId, value, tutorId) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
