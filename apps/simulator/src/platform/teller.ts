import type { EventOfType, EventType, TutoringEvent } from '@tq/events';
import { HOUR, MINUTE } from './calendar';
import type { Chance } from './chance';
import type { Telling } from './platform';

/** RFC 3339 in UTC. */
export const textOf = (instant: number): string => new Date(instant).toISOString();

/** How real producers err, as shares of the facts that people or devices report. */
const late = 0.004;
const doubled = 0.002;

/**
 * Writes facts of one tutor down as events, in the order in which the platform learns of them; a few arrive late,
 * a few twice.
 */
export class Teller {
  constructor(
    private readonly source: string,
    private readonly subject: string,
    private readonly chance: Chance,
    private readonly out: (telling: Telling<TutoringEvent>) => void,
  ) {}

  /**
   * Tells a fact at the moment at which it happens, give or take a device without network.
   * @param at epoch ms at which it happened
   * @param mayBeLate whether it comes from a device that can be offline
   * @returns the event, for what is said of it later
   */
  tell<T extends EventType>(
    type: T,
    id: string,
    at: number,
    data: EventOfType<T>['data'],
    mayBeLate = false,
  ): EventOfType<T> {
    const isLate = mayBeLate && this.chance.happens(late);
    const known = isLate
      ? at +
        Math.floor(this.chance.happens(0.8) ? this.chance.between(0.2, 6) * HOUR : this.chance.between(6, 40) * HOUR)
      : at;
    const time = textOf(at);
    const event = {
      specversion: '1.0',
      source: this.source,
      subject: this.subject,
      id,
      type,
      time,
      recordedtime: known === at ? time : textOf(known),
      datacontenttype: 'application/json',
      data,
    } as EventOfType<T>;
    this.out({ at: known, event });
    if (this.chance.happens(doubled)) this.out({ at: known + this.chance.whole(500, 5 * MINUTE), event });
    return event;
  }
}
