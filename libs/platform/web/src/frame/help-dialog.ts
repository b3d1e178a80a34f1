import { Component, computed, inject, output } from '@angular/core';
import { Keyboard } from '../keys/keyboard';
import { Modal } from '../parts/modal';
import { Preferences } from '../state/preferences';

/** All keys that work on this screen, and the switch that turns them off. */
@Component({
  selector: 'tq-help',
  imports: [Modal],
  template: `<tq-modal name="Keyboard" (closed)="closed.emit()">
    <label class="row"
      ><input type="checkbox" [checked]="preferences.shortcuts()" (change)="toggle()" /> Single-key shortcuts are
      on</label
    >
    @for (group of groups(); track group.name) {
      <section>
        <h3>{{ group.name }}</h3>
        <dl>
          @for (shortcut of group.shortcuts; track shortcut.keys) {
            <div>
              <dt>
                @for (key of shortcut.keys.split(' '); track $index) {
                  <kbd>{{ key }}</kbd>
                }
              </dt>
              <dd>{{ shortcut.does }}</dd>
            </div>
          }
        </dl>
      </section>
    }
  </tq-modal>`,
  styles: `
    section {
      display: grid;
      gap: 6px;
    }
    dl {
      display: grid;
      gap: 6px 20px;
      grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr));
    }
    dl > div {
      display: flex;
      align-items: baseline;
      gap: 10px;
    }
    dt {
      display: flex;
      gap: 3px;
      min-width: 58px;
    }
  `,
})
export class HelpDialog {
  protected readonly preferences = inject(Preferences);
  private readonly keyboard = inject(Keyboard);
  readonly closed = output();
  protected readonly groups = computed(() => {
    const groups = new Map<string, { keys: string; does: string }[]>();
    for (const { group, keys, does } of this.keyboard.shortcuts()) {
      groups.set(group, [...(groups.get(group) ?? []), { keys, does }]);
    }
    return [...groups].map(([name, shortcuts]) => ({ name, shortcuts }));
  });

  protected toggle(): void {
    this.preferences.shortcuts.update((on) => !on);
  }
}
