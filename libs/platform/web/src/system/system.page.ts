import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { systemSections } from './system-sections';

/** The frame of what concerns the system itself: how it is, what it could not read, and making its figures anew. */
@Component({
  selector: 'tq-system',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  template: `<div class="page">
    <h1>System</h1>
    <nav class="tabs" aria-label="System">
      @for (section of sections; track section.path) {
        <a
          [routerLink]="section.path || '.'"
          routerLinkActive
          ariaCurrentWhenActive="page"
          [routerLinkActiveOptions]="{
            paths: section.path ? 'subset' : 'exact',
            queryParams: 'ignored',
            fragment: 'ignored',
            matrixParams: 'ignored',
          }"
          >{{ section.label }}</a
        >
      }
    </nav>
    <router-outlet />
  </div>`,
})
export class SystemPage {
  protected readonly sections = systemSections;
}
