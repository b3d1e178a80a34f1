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
  { path: 'rebuild', label: 'Rebuild', load: async () => (await import('./rebuild.panel')).RebuildPanel },
];

export const systemRoutes: Routes = systemSections.map(({ path, label, load }) => ({
  path,
  pathMatch: 'full',
  title: `${path === '' ? '' : `${label} · `}System · Tutor Quality`,
  loadComponent: load,
}));
