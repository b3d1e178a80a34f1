import { Component, computed, inject, input } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { SignedIn } from '../state/signed-in';

export interface SettingsSection {
  readonly path: string;
  readonly label: string;
  /** Not even listed for a viewer. */
  readonly administrators?: boolean;
}

/** The frame of all settings: a list of sections, given by the app, and the one that is open. */
@Component({
  selector: 'tq-settings',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  template: `<div class="page">
    <h1>Settings</h1>
    <nav class="tabs" aria-label="Settings">
      @for (section of visible(); track section.path) {
        <a
          [routerLink]="section.path"
          routerLinkActive
          #link="routerLinkActive"
          [attr.aria-current]="link.isActive ? 'page' : null"
          >{{ section.label }}</a
        >
      }
    </nav>
    @if (signedIn.role() === 'viewer') {
      <p class="muted">You are a viewer: you see settings, an administrator changes them.</p>
    }
    <router-outlet />
  </div>`,
})
export class SettingsPage {
  protected readonly signedIn = inject(SignedIn);
  /** From the route's data. */
  readonly sections = input.required<readonly SettingsSection[]>();
  protected readonly visible = computed(() =>
    this.sections().filter(({ administrators }) => !administrators || this.signedIn.mayCommand()),
  );
}
