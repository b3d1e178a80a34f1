import { Component, computed, type ElementRef, inject, signal, viewChild } from '@angular/core';
import {
  Api,
  Command,
  createRuleSet,
  instantText,
  listRuleSets,
  load,
  LoadNotice,
  Modal,
  plural,
  previewRuleSet,
  problemText,
  type RuleSetDocument,
  type RuleSetPreview,
  SignedIn,
  Skeleton,
  statusOf,
} from '@tq/platform/web';
import { limitFrom, limitText } from './limit-from';

/** The reschedule limit: a change makes a new version of the rules, from today on; past days keep theirs. */
@Component({
  selector: 'tq-limit',
  imports: [LoadNotice, Skeleton, Modal],
  templateUrl: './limit.panel.html',
  styles: `
    .what {
      display: grid;
      gap: 6px;
      padding-inline-start: 18px;
      list-style: disc;
    }
  `,
})
export class LimitPanel {
  private readonly api = inject(Api);
  protected readonly may = inject(SignedIn).mayCommand;
  protected readonly list = load(listRuleSets, () => ({}));
  protected readonly command = new Command();
  /** The newest version, from which the next one is made. */
  protected readonly newest = computed(() => this.list.value()?.items[0]);
  protected readonly asked = signal<{ rules: RuleSetDocument; preview: RuleSetPreview; from: number } | undefined>(
    undefined,
  );
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('box');
  protected readonly limitText = limitText;
  protected readonly plural = plural;
  protected readonly instant = instantText;

  /** Shows what would happen; nothing is changed yet. */
  protected async ask(text: string): Promise<void> {
    const newest = this.newest();
    if (!newest) return;
    const limit = limitFrom(text);
    if (limit === undefined)
      return this.command.fail('The limit is a number of per cent from 1 to 99, such as 15 or 12.5.');
    if (limit === newest.rules.rescheduleLimit) return this.command.fail(`The limit is ${limitText(limit)} % already.`);
    const rules = { ...newest.rules, rescheduleLimit: limit };
    const shown = await this.command.run('', () => this.api.invoke(previewRuleSet, { body: { rules } }));
    if (shown) this.asked.set({ rules, preview: shown.answer, from: newest.version });
  }

  protected async confirm(): Promise<void> {
    const asked = this.asked();
    if (!asked) return;
    this.asked.set(undefined);
    const version = asked.from + 1;
    await this.command.run(
      `The limit is ${limitText(asked.rules.rescheduleLimit)} % from today on (rule set ${version}).`,
      () =>
        this.api.invoke(createRuleSet, { body: { expectedVersion: asked.from, rules: { ...asked.rules, version } } }),
      (error) =>
        statusOf(error) === 409
          ? 'Somebody else changed the rules while you looked at them. Here is the newest version; your change was not made.'
          : problemText(error),
    );
    this.list.reload();
    this.box()?.nativeElement.focus();
  }
}
