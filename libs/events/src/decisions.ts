import { factExcuseWithdrawn } from './events/fact-excuse-withdrawn.event';
import { factExcused } from './events/fact-excused.event';
import type { EventOf } from './schema/define-event';

/** Every version of every administrator's decision that may stand on `coaching-events`. */
export const decisions = [factExcused, factExcuseWithdrawn] as const;

export type TutorDecision = { [I in keyof typeof decisions]: EventOf<(typeof decisions)[I]> }[number];
