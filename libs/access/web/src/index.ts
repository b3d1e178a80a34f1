import type { Routes } from '@angular/router';

/** Signing in: the one screen that stands outside the frame. */
export const signInRoutes: Routes = [
  {
    path: '',
    title: 'Sign in · Tutor Quality',
    loadComponent: async () => (await import('./sign-in.page')).SignInPage,
  },
];

/** Settings: who may sign in. */
export const userSettingsRoutes: Routes = [
  {
    path: '',
    title: 'Users · Settings · Tutor Quality',
    loadComponent: async () => (await import('./users.panel')).UsersPanel,
  },
];

/** Settings: what programs may do. */
export const keySettingsRoutes: Routes = [
  {
    path: '',
    title: 'Keys · Settings · Tutor Quality',
    loadComponent: async () => (await import('./keys.panel')).KeysPanel,
  },
];

/** Settings: one's own password. */
export const accountSettingsRoutes: Routes = [
  {
    path: '',
    title: 'Account · Settings · Tutor Quality',
    loadComponent: async () => (await import('./account.panel')).AccountPanel,
  },
];
