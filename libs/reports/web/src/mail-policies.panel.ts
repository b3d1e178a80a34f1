import { Component, inject } from '@angular/core';
import {
  Api,
  Command,
  ConfirmButton,
  deleteMailPolicy,
  instantText,
  listMailPolicies,
  load,
  LoadNotice,
  type MailPolicyItem,
  putMailPolicy,
  SignedIn,
  Skeleton,
} from '@tq/platform/web';

type Policy = MailPolicyItem['policy'];
export const policies: readonly { id: Policy; label: string; means: string }[] = [
  { id: 'every', label: 'Every session', means: 'a report as each session ends' },
  {
    id: 'smart',
    label: 'Smart',
    means: 'at once when a flag changes or a session is missed; the rest at :00, :20 and :40',
  },
  { id: 'daily', label: 'Daily', means: 'one digest at 08:00 of the recipient’s day' },
];

/** Who is mailed, and how often. */
@Component({
  selector: 'tq-mail-policies',
  imports: [LoadNotice, Skeleton, ConfirmButton],
  templateUrl: './mail-policies.panel.html',
})
export class MailPoliciesPanel {
  private readonly api = inject(Api);
  protected readonly may = inject(SignedIn).mayCommand;
  protected readonly list = load(listMailPolicies, () => ({}));
  protected readonly policies = policies;
  protected readonly command = new Command();
  protected readonly instant = instantText;

  protected label(policy: Policy): string {
    return policies.find(({ id }) => id === policy)?.label ?? policy;
  }

  protected async put(email: string, text: string, timeZone: string): Promise<boolean> {
    const policy = policies.find(({ id }) => id === text)?.id;
    if (!policy || email.trim() === '') {
      this.command.fail('Enter an address.');
      return false;
    }
    const zone = timeZone.trim();
    const body = { email: email.trim(), policy, ...(zone && { timeZone: zone }) };
    const done = await this.command.run(`${body.email}: ${this.label(policy)}.`, () =>
      this.api.invoke(putMailPolicy, { body }),
    );
    this.list.reload();
    return done !== undefined;
  }

  protected async remove(email: string): Promise<void> {
    await this.command.run(`${email} gets no more mail.`, () => this.api.invoke(deleteMailPolicy, { email }));
    this.list.reload();
  }

  protected async add(form: HTMLFormElement, email: string, policy: string, zone: string): Promise<void> {
    if (await this.put(email, policy, zone)) form.reset();
  }
}
