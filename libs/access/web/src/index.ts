import type { Routes } from '@angular/router';

/** Signing in: the one screen that stands outside the frame. */
export const signInRoutes: Routes = [
  {
    path: '',
    title: 'Sign in · Tutor Quality',
    loadComponent: async () => (await import('./sign-in.page')).SignInPage,
  },
];
