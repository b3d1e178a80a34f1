import { Component, computed, inject } from '@angular/core';
import { listTutors, load, LoadNotice, UrlState } from '@tq/platform/web';
import { StepsPanel } from '../history/steps.panel';

/** One tutor's facts, one after another: who it is, and the slider. */
@Component({
  selector: 'tq-one-tutor',
  imports: [LoadNotice, StepsPanel],
  template: `<section class="card" aria-labelledby="one-tutor">
      <h2 id="one-tutor">One tutor, fact by fact</h2>
      <form
        class="row"
        (submit)="$event.preventDefault(); url.patch({ who: name.value.trim(), whose: null, fact: null })"
      >
        <label class="field"
          ><span>Name or id</span><input #name class="input" type="search" maxlength="200" required [value]="who()"
        /></label>
        <button class="button primary" type="submit">Find</button>
      </form>
      <tq-load-notice [data]="found" what="The search" [current]="true" />
      @if (found.value(); as page) {
        @if (page.items.length > 1) {
          <div class="row" role="group" aria-label="Who is meant">
            @for (item of page.items; track item.tutorId) {
              <button
                type="button"
                class="button small"
                [attr.aria-pressed]="item.tutorId === tutorId()"
                (click)="url.patch({ whose: item.tutorId, fact: null })"
              >
                {{ item.name ?? item.tutorId }}
                @if (item.name) {
                  <span class="muted">{{ item.tutorId }}</span>
                }
              </button>
            }
            @if (page.total > page.items.length) {
              <span class="muted">and {{ page.total - page.items.length }} more: write more of the name</span>
            }
          </div>
        } @else if (page.items.length === 0) {
          <p class="muted">Nobody is called so.</p>
        }
      }
    </section>
    @if (tutorId(); as id) {
      <tq-steps-panel [tutorId]="id" [asOf]="url.asOf()" />
    }`,
  styles: `
    :host {
      display: grid;
      gap: 14px;
    }
    .button[aria-pressed='true'] {
      background: var(--selected);
    }
  `,
})
export class OneTutorPanel {
  protected readonly url = inject(UrlState);
  protected readonly who = this.url.text('who');
  private readonly chosen = this.url.text('whose');
  protected readonly found = load(listTutors, () =>
    this.who() ? { q: this.who(), sort: 'name' as const, limit: 8 } : undefined,
  );
  /** Who was chosen, or the only one who is called so. */
  protected readonly tutorId = computed(() => {
    if (this.chosen()) return this.chosen();
    const items = this.who() ? (this.found.value()?.items ?? []) : [];
    return items.length === 1 ? items[0]?.tutorId : undefined;
  });
}
