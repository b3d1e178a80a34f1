import type { Routes } from '@angular/router';
import { signInRoutes } from '@tq/access/web';
import { Frame } from '@tq/platform/web';
import { triageRoutes, tutorRoutes } from '@tq/scores/web';

/** Every screen of the console, each loaded when it is first opened. */
export const routes: Routes = [
  { path: 'sign-in', children: signInRoutes },
  {
    path: '',
    component: Frame,
    children: [
      { path: '', pathMatch: 'full', children: triageRoutes },
      { path: 'tutors', children: tutorRoutes },
      { path: '**', redirectTo: '' },
    ],
  },
];
