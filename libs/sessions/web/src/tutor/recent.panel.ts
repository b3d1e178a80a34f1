import { Component, input } from '@angular/core';
import { instantText, type TutorDetail } from '@tq/platform/web';
import { OutcomeMark } from '../outcome-mark';
import { stateWords } from '../session-words';

/** The tutor's sessions that closed last. */
@Component({
  selector: 'tq-recent-panel',
  imports: [OutcomeMark],
  template: `<section class="card" aria-labelledby="recent">
    <h2 id="recent">Recent sessions</h2>
    @if (tutor().sessions.length > 0) {
      <div class="scroll" tabindex="0" role="group" aria-label="The last sessions that closed">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Ended</th>
              <th scope="col">Outcome</th>
              <th scope="col">Subject</th>
              <th scope="col" class="figure">Moves</th>
            </tr>
          </thead>
          <tbody>
            @for (session of tutor().sessions; track session.sessionId) {
              <tr>
                <td class="num nowrap">{{ time(session.closedAt) }}</td>
                <td>
                  <tq-outcome [state]="session.state">{{ words(session) }}</tq-outcome>
                </td>
                <td>
                  {{ session.lessonSubject ?? '–' }}
                  @if (session.isFirstSession) {
                    <span class="chip">First session</span>
                  }
                </td>
                <td class="figure">{{ session.moves }}</td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    } @else {
      <p class="muted">No session of this tutor has closed yet.</p>
    }
  </section>`,
  styles: `
    .scroll {
      max-height: 380px;
      overflow: auto;
    }
    table.plain th,
    table.plain td {
      padding: 5px 8px;
    }
    @media (width < 760px) {
      table.plain th,
      table.plain td {
        padding-inline: 4px;
        white-space: normal;
      }
      /* The day and the hour on a line each. */
      td:first-child {
        min-width: 3.8rem;
      }
    }
  `,
})
export class RecentPanel {
  readonly tutor = input.required<TutorDetail>();
  protected readonly time = instantText;
  protected readonly words = stateWords;
}
