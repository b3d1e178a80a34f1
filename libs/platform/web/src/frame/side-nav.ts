import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { navigation } from './navigation';

/** The left navigation; below 760 px a bar at the bottom edge, within reach of a thumb. */
@Component({
  selector: 'tq-side-nav',
  imports: [RouterLink, RouterLinkActive],
  template: `<nav aria-label="Screens">
    <a class="brand" routerLink="/" aria-label="Tutor Quality, home">
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#1b2430" />
        <path d="M7 22 13 15l4 4 8-10" fill="none" stroke="#f5c542" stroke-width="3" stroke-linecap="round" />
      </svg>
      <span>Tutor Quality</span>
    </a>
    <ul>
      @for (entry of entries; track entry.path) {
        <li [class.aside]="entry.aside">
          <a
            [routerLink]="entry.path"
            queryParamsHandling="merge"
            [queryParams]="cleared"
            routerLinkActive="here"
            ariaCurrentWhenActive="page"
            [routerLinkActiveOptions]="
              entry.path === '/'
                ? { paths: 'exact', queryParams: 'ignored', fragment: 'ignored', matrixParams: 'ignored' }
                : { paths: 'subset', queryParams: 'ignored', fragment: 'ignored', matrixParams: 'ignored' }
            "
          >
            <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path [attr.d]="entry.icon" /></svg>
            <span [attr.data-short]="entry.short ?? entry.label"
              ><span class="whole">{{ entry.label }}</span></span
            >
          </a>
        </li>
      }
    </ul>
  </nav>`,
  styles: `
    nav {
      position: sticky;
      top: 0;
      display: flex;
      flex-direction: column;
      gap: 14px;
      height: 100dvh;
      padding: 14px 10px;
      border-inline-end: 1px solid var(--line);
      background: var(--surface);
    }
    .brand {
      display: flex;
      align-items: center;
      gap: 9px;
      padding: 2px 8px;
      color: var(--text);
      font-size: var(--text-l);
      font-weight: 650;
      letter-spacing: -0.01em;
      text-decoration: none;
    }
    ul {
      display: flex;
      flex: 1;
      flex-direction: column;
      gap: 2px;
    }
    li.aside {
      order: 2;
    }
    li:not(.aside) + li.aside {
      margin-top: auto;
    }
    li a {
      display: flex;
      align-items: center;
      gap: 10px;
      min-height: 34px;
      padding: 0 9px;
      border-radius: var(--radius-small);
      color: var(--muted);
      font-weight: 550;
      text-decoration: none;
    }
    li a:hover {
      background: var(--hover);
      color: var(--text);
    }
    li a.here {
      background: var(--selected);
      color: var(--text);
    }
    li svg path {
      fill: none;
      stroke: currentColor;
      stroke-width: 1.6;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    @media (width < 760px) {
      nav {
        position: fixed;
        inset: auto 0 0;
        z-index: 20;
        height: auto;
        padding: 2px 2px max(2px, env(safe-area-inset-bottom));
        border: 0;
        border-top: 1px solid var(--line);
      }
      .brand {
        display: none;
      }
      .whole {
        font-size: 0;
      }
      [data-short]::after {
        content: attr(data-short) / '';
      }
      ul {
        flex-direction: row;
      }
      li {
        flex: 1;
      }
      li a {
        flex-direction: column;
        justify-content: center;
        gap: 2px;
        min-height: 50px;
        padding: 0 2px;
        font-size: 0.6875rem;
      }
    }
  `,
})
export class SideNav {
  protected readonly entries = navigation;
  /** Window and as-of go along from screen to screen; what belongs to one screen stays behind. */
  protected readonly cleared = {
    tab: null,
    sort: null,
    cursor: null,
    page: null,
    q: null,
    tutor: null,
    state: null,
    from: null,
    to: null,
    show: null,
    since: null,
    sinceKnown: null,
    figure: null,
    order: null,
    fact: null,
    who: null,
    whose: null,
  };
}
