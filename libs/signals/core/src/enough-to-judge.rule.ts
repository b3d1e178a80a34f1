import type { RuleSet } from '@tq/events';
import type { Windows } from '@tq/sessions/core';

/** Whether there is enough to say anything: enough sessions in the longer window, or enough missed ones to act anyway. */
export function enoughToJudge(windows: Windows, { window, fallbackWindow, minimumCounted, noShow }: RuleSet): boolean {
  return windows[fallbackWindow].counted >= minimumCounted || windows[window].missed >= noShow.minimum;
}
