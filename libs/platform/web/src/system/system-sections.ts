import type { Type } from '@angular/core';
import type { Routes } from '@angular/router';

interface SystemSection {
  /** Below /system; '' is what opens first. */
  readonly path: string;
  readonly label: string;
  readonly load: () => Promise<Type<unknown>>;
}

/** The sections of System, in their order. */
export const systemSections: readonly SystemSection[] = [
  { path: '', label: 'Now', load: async () => (await import('./status.panel')).StatusPanel },
  {
    path: 'dead-letters',
    label: 'Dead letters',
    load: async () => (await import('./dead-letters/dead-letters.panel')).DeadLettersPanel,
  },
  { path: 'rebuild', label: 'Rebuild', load: async () => (await import('./rebuild.panel')).RebuildPanel },
];

export const systemRoutes: Routes = [
  ...systemSections.map(({ path, label, load }) => ({
    path,
    pathMatch: 'full' as const,
    title: `${path === '' ? '' : `${label} · `}System · Tutor Quality`,
    loadComponent: load,
  })),
  {
    path: 'dead-letters/:topic/:partition/:offset',
    title: 'Dead letter · System · Tutor Quality',
    loadComponent: async () => (await import('./dead-letters/dead-letter.panel')).DeadLetterPanel,
  },
];
