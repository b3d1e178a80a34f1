import { Component, input } from '@angular/core';
import { plural, type TutorDetail, weekdayText } from '@tq/platform/web';

/** What is at stake: the tutor's sessions of the next seven days. */
@Component({
  selector: 'tq-upcoming-panel',
  template: `<section class="card" aria-labelledby="upcoming">
    <h2 id="upcoming">Next 7 days</h2>
    @if (tutor().upcoming.length > 0) {
      <div class="scroll" tabindex="0" role="group" aria-label="Sessions of the next 7 days">
        <ul>
          @for (session of tutor().upcoming; track session.sessionId) {
            <li>
              <span class="num nowrap">{{ time(session.startsAt) }}</span>
              <span>
                {{ session.lessonSubject ?? 'Session' }}
                @if (session.isFirstSession) {
                  <span class="chip">First session</span>
                }
                @if (session.moves > 0) {
                  <span class="muted">moved {{ times(session.moves) }}</span>
                }
              </span>
            </li>
          }
        </ul>
      </div>
    } @else {
      <p class="muted">No session is planned.</p>
    }
  </section>`,
  styles: `
    ul {
      display: grid;
      gap: 5px;
    }
    .scroll {
      max-height: 320px;
      overflow-y: auto;
    }
    li {
      display: grid;
      grid-template-columns: 9.5rem 1fr;
      gap: 8px;
    }
  `,
})
export class UpcomingPanel {
  readonly tutor = input.required<TutorDetail>();
  protected readonly time = weekdayText;
  protected readonly times = (count: number): string => (count === 1 ? 'once' : plural(count, 'time'));
}
