import { documentOf, sessionDocuments, type Document, type Setting } from './sessions';
import { writtenTime } from './written-time';

const day = 86_400_000;

/** Corrections and retractions of a tutor's documents: good ones, and every kind that changes nothing. */
export function amendmentsOf(setting: Setting, documents: readonly Document[]): Document[] {
  const { chance } = setting;
  const amendments: Document[] = [];
  if (documents.length === 0) return amendments;
  const count = Math.ceil(documents.length * 0.15);
  for (let i = 0; i < count; i++) {
    // Often the same target again: several corrections of one fact, corrections of what is retracted, of corrections.
    const target = chance.happens(0.7) ? chance.of(documents.slice(0, 12)) : chance.of([...documents, ...amendments]);
    amendments.push(chance.happens(0.65) ? correction(setting, target) : retraction(setting, target));
  }
  return amendments;
}

function correction(setting: Setting, target: Document): Document {
  const { chance, now, days } = setting;
  const at = now - chance.under(days) * day;
  const fitting = sameType(setting, target);
  const data = chance.happens(0.85) ? fitting : { sessionId: 'does-not-fit' };
  const time = chance.of([{}, {}, { time: null }, { time: writtenTime(now - chance.under(days) * day, chance) }]);
  return under(setting, target, documentOf(setting, 'event.corrected', at, { corrects: target.id, data, ...time }));
}

function retraction(setting: Setting, target: Document): Document {
  const at = setting.now - setting.chance.under(setting.days) * day;
  return under(setting, target, documentOf(setting, 'event.retracted', at, { retracts: target.id, reason: 'mistake' }));
}

/** Mostly the source of what is amended; sometimes another, and then it speaks of something else or of nothing. */
function under({ chance }: Setting, target: Document, amendment: Document): Document {
  return chance.happens(0.9) ? { ...amendment, source: target.source } : amendment;
}

/** Data that fits the target's type: another session's of that type, or the target's own with its excuse turned round. */
function sameType(setting: Setting, target: Document): unknown {
  const own = target['data'] as Record<string, unknown>;
  const sessionId = setting.chance.happens(0.3) ? `other-${setting.chance.under(3)}` : own['sessionId'];
  if (typeof sessionId !== 'string') return own;
  for (let attempt = 0; attempt < 20; attempt++) {
    const alike = sessionDocuments(setting, sessionId).find(({ type }) => type === target.type);
    if (alike) return alike['data'];
  }
  return { ...own, sessionId, excused: own['excused'] !== true };
}
