import type { EventType } from '../catalogue';
import { decisions, type TutorDecision } from '../decisions';
import { language } from '../language';
import { scoreEvents, type ScoreEvent } from '../score-events';
import { checkerFor, type Checked } from './checker';
import type { Problem } from './problem';

/**
 * Whether an already parsed JSON document is a fact by the contract (§1), in any version of its type. Unknown fields are
 * kept and ignored. The event that it returns is the document itself, as it was written.
 */
export const checkEvent = language.checkEvent;

/** Whether an already parsed JSON document is an administrator's decision, as it stands on `coaching-events`. */
export const checkDecision: (document: unknown) => Checked<TutorDecision> = checkerFor<TutorDecision>(decisions);

/** Whether an already parsed JSON document is an event of `score-events`. */
export const checkScoreEvent: (document: unknown) => Checked<ScoreEvent> = checkerFor<ScoreEvent>(scoreEvents);

/** What keeps `data` from being the data of an event of this type: empty where it fits. Pointers begin at `data`. */
export const checkData: (type: EventType, data: unknown) => readonly Problem[] = language.checkData;
