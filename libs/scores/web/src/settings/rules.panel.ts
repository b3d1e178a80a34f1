import { Component, computed, effect, type ElementRef, inject, linkedSignal, signal, viewChild } from '@angular/core';
import {
  Api,
  Command,
  createRuleSet,
  listRuleSets,
  load,
  LoadNotice,
  plural,
  problemText,
  SignedIn,
  Skeleton,
  statusOf,
} from '@tq/platform/web';
import { keepDraft, readDraft } from './kept-draft';
import { clashes, type Draft, draftedRules, rebased, ruleDifferences, ruleText, ruleValue } from './rule-draft';
import { RuleConflict } from './rule-conflict';
import { type RuleField, ruleGroups } from './rule-fields';
import { RulePreview } from './rule-preview';
import { RuleVersions } from './rule-versions';

/** How tutors are judged: a draft of every figure, what it would change while it is typed, and all versions so far. */
@Component({
  selector: 'tq-rules',
  imports: [LoadNotice, Skeleton, RulePreview, RuleConflict, RuleVersions],
  templateUrl: './rules.panel.html',
  styleUrl: './rules.panel.css',
})
export class RulesPanel {
  private readonly api = inject(Api);
  protected readonly may = inject(SignedIn).mayCommand;
  protected readonly list = load(listRuleSets, () => ({}));
  protected readonly newest = computed(() => this.list.value()?.items[0]);
  protected readonly command = new Command();
  private readonly kept = readDraft();
  protected readonly draft = signal<Draft>(this.kept?.draft ?? {});
  protected readonly isDrafting = computed(() => Object.keys(this.draft()).length > 0);
  /** The version that the draft began with; without a draft the newest. */
  private readonly began = linkedSignal<number | undefined, number | undefined>({
    source: () => this.newest()?.version,
    computation: (newest, previous) => (this.isDrafting() ? (previous?.value ?? this.kept?.base ?? newest) : newest),
  });
  protected readonly base = computed(() => {
    const items = this.list.value()?.items;
    return items?.find(({ version }) => version === this.began()) ?? items?.[0];
  });
  protected readonly drafted = computed(() => {
    const base = this.base();
    return base && draftedRules(base.rules, this.draft());
  });
  protected readonly changes = computed(() => {
    const base = this.base();
    const drafted = this.drafted();
    return base && drafted ? ruleDifferences(base.rules, drafted.rules) : [];
  });
  /** Somebody made a newer version than the one the draft began with: nothing is saved before that is looked at. */
  protected readonly conflict = computed(() => {
    const base = this.base();
    const newest = this.newest();
    if (!base || !newest || !this.isDrafting() || newest.version <= base.version) return undefined;
    return { newest, base, fields: clashes(base.rules, newest.rules, this.draft()) };
  });
  private readonly notice = viewChild<ElementRef<HTMLElement>>('notice');
  protected readonly groups = ruleGroups;
  protected readonly days = [7, 30, 90] as const;
  protected readonly plural = plural;

  constructor() {
    effect(() => {
      const base = this.began();
      if (base !== undefined) keepDraft({ base, draft: this.draft() });
    });
  }

  protected textOf(field: RuleField): string {
    const base = this.base();
    return this.draft()[field.id] ?? (base ? ruleText(field, field.get(base.rules)) : '');
  }

  protected type(field: RuleField, text: string): void {
    const base = this.base();
    if (!base) return;
    const read = ruleValue(field, text);
    const { [field.id]: _, ...others } = this.draft();
    const isBase = 'value' in read && read.value === field.get(base.rules);
    this.draft.set(isBase ? others : { ...others, [field.id]: text });
    this.command.done.set('');
  }

  protected discard(): void {
    this.draft.set({});
    this.began.set(this.newest()?.version);
    this.command.problem.set('');
    this.focusNotice();
  }

  protected rebase(): void {
    const newest = this.newest();
    if (!newest) return;
    this.draft.set(rebased(newest.rules, this.draft()));
    this.began.set(newest.version);
    this.command.problem.set('');
    this.focusNotice();
  }

  protected async save(): Promise<void> {
    const base = this.base();
    const drafted = this.drafted();
    if (!base || !drafted?.valid || this.changes().length === 0) return;
    const version = base.version + 1;
    const made = await this.command.run(
      `Rule set ${version} holds from today on; past days keep the version they were judged by.`,
      () =>
        this.api.invoke(createRuleSet, {
          body: { expectedVersion: base.version, rules: { ...drafted.rules, version } },
        }),
      (error) =>
        statusOf(error) === 409
          ? 'Somebody else changed the rules while you drafted. Nothing of yours is lost: see below.'
          : problemText(error),
    );
    if (made) this.draft.set({});
    this.list.reload();
    this.focusNotice();
  }

  private focusNotice(): void {
    this.notice()?.nativeElement.focus();
  }
}
