import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import {
  Api,
  factRemark,
  type FactItem,
  factWords,
  instantText,
  listFacts,
  problemText,
  SignedIn,
  type TutorDetail,
  UrlState,
} from '@tq/platform/web';
import { FactExcuse } from './fact-excuse';

/** As many facts as the tutor's own answer brings. */
const first = 50;

/** Every fact about the tutor, newest first, with what does not count and why. */
@Component({
  selector: 'tq-timeline-panel',
  imports: [FactExcuse],
  template: `<section class="card" aria-labelledby="timeline">
    <h2 id="timeline">Timeline of facts</h2>
    @if (url.isPast() && signedIn.mayCommand()) {
      <p class="muted small">The past is read only: go back to live to excuse a fact.</p>
    }
    @if (facts().length > 0) {
      <div class="scroll" tabindex="0" role="group" aria-label="All facts">
        <ol>
          @for (fact of facts(); track fact.source + ' ' + fact.id) {
            <li [class.void]="fact.standing === 'retracted'">
              <time class="num nowrap muted" [attr.datetime]="fact.time">{{ time(fact.time) }}</time>
              <div>
                <p>{{ words(fact) }}</p>
                <p class="muted small wrap-anywhere">
                  @if (remark(fact)) {
                    <span class="strong">{{ remark(fact) }}</span>
                  }
                  {{ fact.sessionId ?? fact.id }}
                </p>
                <tq-fact-excuse [tutorId]="tutor().tutorId" [fact]="fact" />
              </div>
            </li>
          }
        </ol>
      </div>
      @if (problem()) {
        <p class="note wrong" role="alert">Older facts could not be loaded. {{ problem() }}</p>
      }
      @if (hasMore()) {
        <p><button type="button" class="button" [disabled]="busy()" (click)="more()">Older facts</button></p>
      }
    } @else {
      <p class="muted">No fact is known.</p>
    }
  </section>`,
  styles: `
    .scroll {
      max-height: 460px;
      overflow-y: auto;
    }
    ol {
      display: grid;
      gap: 8px;
    }
    li {
      display: grid;
      grid-template-columns: 7.2rem minmax(0, 1fr);
      gap: 10px;
    }
    .void p:first-child {
      text-decoration: line-through;
    }
  `,
})
export class TimelinePanel {
  private readonly api = inject(Api);
  protected readonly url = inject(UrlState);
  protected readonly signedIn = inject(SignedIn);
  readonly tutor = input.required<TutorDetail>();
  private readonly older = linkedSignal<string, readonly FactItem[]>({
    source: () => this.tutor().tutorId,
    computation: () => [],
  });
  private readonly cursor = linkedSignal<string, string | null | undefined>({
    source: () => this.tutor().tutorId,
    computation: () => undefined,
  });
  protected readonly facts = computed(() => (this.older().length > 0 ? this.older() : this.tutor().timeline));
  protected readonly hasMore = computed(() => {
    const cursor = this.cursor();
    return cursor === undefined ? this.tutor().timeline.length >= first : cursor !== null;
  });
  protected readonly busy = signal(false);
  protected readonly problem = signal('');
  protected readonly words = factWords;
  protected readonly remark = factRemark;
  protected readonly time = instantText;

  /** The first time from the beginning, since the tutor's answer has no cursor: then page by page. */
  protected async more(): Promise<void> {
    this.busy.set(true);
    this.problem.set('');
    try {
      const id = this.tutor().tutorId;
      const cursor = this.cursor();
      const page = await this.api.invoke(listFacts, { id, limit: 200, ...(cursor && { cursor }) });
      this.older.update((known) => [...known, ...page.items]);
      this.cursor.set(page.nextCursor);
    } catch (error) {
      this.problem.set(problemText(error));
    } finally {
      this.busy.set(false);
    }
  }
}
