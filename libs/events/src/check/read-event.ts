import type { TutorDecision } from '../decisions';
import { language } from '../language';
import type { ScoreEvent } from '../score-events';
import { checkDecision, checkScoreEvent } from './check-event';
import type { Checked } from './checker';
import { readerOf } from './reader';

/** A record's value as a fact: at most 900 kB of UTF-8, JSON, and all that `checkEvent` asks. Never throws. */
export const readEvent = language.readEvent;

/** A record's value as an administrator's decision. Never throws. */
export const readDecision: (value: Uint8Array | null) => Checked<TutorDecision> = readerOf(checkDecision);

/** A record's value as an event of `score-events`. Never throws. */
export const readScoreEvent: (value: Uint8Array | null) => Checked<ScoreEvent> = readerOf(checkScoreEvent);
