import { Component, computed, inject, input, numberAttribute, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { getDeadLetter, reopenDeadLetter, sendDeadLetterAgain, setDeadLetterAside } from '../../api/functions';
import type { DeadLetterDetail } from '../../api/models';
import { LoadNotice } from '../../parts/load-notice';
import { Skeleton } from '../../parts/skeleton';
import { Command } from '../../state/command';
import { instantText } from '../../state/format';
import { load } from '../../state/loadable';
import { SignedIn } from '../../state/signed-in';
import { DeadLetterMend } from './dead-letter-mend';
import { bytesOf, hexRows, markedText } from './marked-text';

/** More bytes than these are not drawn; they are all on the log. */
const mostBytes = 4096;
const said = { 'sent-again': 'Sent again', 'set-aside': 'Set aside', reopened: 'Reopened' } as const;

/** One record that was no valid event: what it is, what is wrong with it, and what can be done. */
@Component({
  selector: 'tq-dead-letter',
  imports: [RouterLink, LoadNotice, Skeleton, DeadLetterMend],
  templateUrl: './dead-letter.panel.html',
  styleUrl: './dead-letter.panel.css',
})
export class DeadLetterPanel {
  private readonly api = inject(Api);
  /** From the path: where it stands on the log. */
  readonly topic = input.required<string>();
  readonly partition = input.required({ transform: numberAttribute });
  readonly offset = input.required<string>();
  protected readonly may = inject(SignedIn).mayCommand;
  protected readonly command = new Command();
  protected readonly place = computed(() => ({
    topic: this.topic(),
    partition: this.partition(),
    offset: this.offset(),
  }));
  protected readonly letter = load(getDeadLetter, this.place, () => JSON.stringify(this.place()));
  protected readonly pieces = computed(() => {
    const { value = null, reasons = [] } = this.letter.value() ?? {};
    return value === null ? [] : markedText(value, reasons);
  });
  protected readonly headers = computed(() => Object.entries(this.letter.value()?.headers ?? {}));
  protected readonly bytes = computed(() => bytesOf(this.letter.value()?.valueBase64 ?? ''));
  protected readonly hex = computed(() => hexRows(this.bytes().subarray(0, mostBytes)));
  /** What one mends: where the bytes are no UTF-8, those that are not stand out as U+FFFD. */
  protected readonly typedFrom = computed(() => this.letter.value()?.value ?? new TextDecoder().decode(this.bytes()));
  protected readonly mending = signal(false);
  protected readonly mostBytes = mostBytes;
  protected readonly instant = instantText;
  protected readonly said = said;

  protected async send(document: string | undefined): Promise<void> {
    const body = document === undefined ? {} : { document };
    const sent = await this.run('It is on the log again; it counts within seconds.', () =>
      this.api.invoke(sendDeadLetterAgain, { ...this.place(), body }),
    );
    if (sent) this.mending.set(false);
  }

  protected async setAside(reason: string): Promise<void> {
    await this.run('Set aside. Nothing of it is lost.', () =>
      this.api.invoke(setDeadLetterAside, { ...this.place(), body: { reason: reason.trim() } }),
    );
  }

  protected async reopen(): Promise<void> {
    await this.run('It is open again.', () => this.api.invoke(reopenDeadLetter, this.place()));
  }

  private async run(done: string, command: () => Promise<DeadLetterDetail>): Promise<boolean> {
    const answer = await this.command.run(done, command);
    this.letter.reload();
    return answer !== undefined;
  }
}
