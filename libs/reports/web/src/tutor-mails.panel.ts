import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { instantText, type MailItem, type TutorDetail } from '@tq/platform/web';

/** How a mail stands, in words. */
export function mailWords({
  state,
  late,
  sentAt,
  error,
}: Pick<MailItem, 'state' | 'late' | 'sentAt' | 'error'>): string {
  if (state === 'sent') return `Sent ${instantText(sentAt)}${late ? ', late' : ''}`;
  const why = error ? `: ${error}` : '';
  return state === 'failed' ? `Failed${why}` : `Waiting${late ? ', late' : ''}${why}`;
}

/** The newest mails with a session of this tutor. */
@Component({
  selector: 'tq-tutor-mails-panel',
  imports: [RouterLink],
  template: `<section class="card" aria-labelledby="mails">
    <h2 id="mails">Mails</h2>
    @if (tutor().mails.length > 0) {
      <div class="scroll" tabindex="0" role="group" aria-label="The newest mails">
        <ul>
          @for (mail of tutor().mails; track mail.key) {
            <li>
              <p class="wrap-anywhere">{{ mail.subject }}</p>
              <p
                class="small wrap-anywhere"
                [class.muted]="mail.state !== 'failed'"
                [class.danger]="mail.state === 'failed'"
              >
                {{ words(mail) }} · {{ mail.recipient }}
              </p>
              @if (mail.sentAt) {
                <p class="small">
                  <a
                    [routerLink]="['/tutors', tutor().tutorId]"
                    [queryParams]="{ knownAt: mail.createdAt, asOf: null }"
                    queryParamsHandling="merge"
                    >As it was known when we sent this</a
                  >
                </p>
              }
            </li>
          }
        </ul>
      </div>
    } @else {
      <p class="muted">No mail about this tutor yet.</p>
    }
  </section>`,
  styles: `
    ul {
      display: grid;
      gap: 8px;
    }
    .scroll {
      max-height: 320px;
      overflow-y: auto;
    }
  `,
})
export class TutorMailsPanel {
  readonly tutor = input.required<TutorDetail>();
  protected readonly words = mailWords;
}
