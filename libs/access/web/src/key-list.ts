import { Component, input, output } from '@angular/core';
import { ConfirmButton, instantText } from '@tq/platform/web';

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  /** What it opens, in words. */
  readonly what: string;
  readonly createdAt: string;
  readonly createdBy: string | null;
}

/** Keys of one kind: what each is for, who made it, and the way to revoke it. Secrets are not among them. */
@Component({
  selector: 'tq-key-list',
  imports: [ConfirmButton],
  template: `@if (rows().length > 0) {
      <table class="plain cards">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">What it opens</th>
            <th scope="col">Made</th>
            <th scope="col">By</th>
            @if (may()) {
              <th scope="col"><span class="visually-hidden">Commands</span></th>
            }
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track row.id) {
            <tr>
              <th scope="row" class="wrap-anywhere">{{ row.name }}</th>
              <td>{{ row.what }}</td>
              <td class="num" data-label="Made">{{ instant(row.createdAt) }}</td>
              <td class="wrap-anywhere" data-label="By">{{ row.createdBy ?? '–' }}</td>
              @if (may()) {
                <td class="figure">
                  <tq-confirm
                    label="Revoke"
                    [name]="'Revoke ' + row.name"
                    [question]="'Whoever uses ' + row.name + ' is refused within seconds. It cannot be taken back.'"
                    (confirmed)="revoked.emit(row)"
                  />
                </td>
              }
            </tr>
          }
        </tbody>
      </table>
    } @else {
      <p class="muted">None was made here. Those of the environment are not listed.</p>
    }`,
})
export class KeyList {
  readonly rows = input.required<readonly KeyRow[]>();
  readonly may = input.required<boolean>();
  readonly revoked = output<KeyRow>();
  protected readonly instant = instantText;
}
