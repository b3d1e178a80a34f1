import type { Routes } from '@angular/router';

/** Who needs you: the home of the console. */
export const triageRoutes: Routes = [
  {
    path: '',
    title: 'Triage · Tutor Quality',
    loadComponent: async () => (await import('./triage/triage.page')).TriagePage,
  },
];

/** All tutors, and one of them; the panels of other slices on it are provided by the app. */
export const tutorRoutes: Routes = [
  {
    path: '',
    title: 'Tutors · Tutor Quality',
    loadComponent: async () => (await import('./tutors/tutors.page')).TutorsPage,
  },
  {
    path: ':id',
    title: 'Tutor · Tutor Quality',
    loadComponent: async () => (await import('./tutor/tutor.page')).TutorPage,
  },
];

/** Any day as it was known at any moment, and two of them side by side. */
export const timeMachineRoutes: Routes = [
  {
    path: '',
    title: 'Time machine · Tutor Quality',
    loadComponent: async () => (await import('./time-machine/time-machine.page')).TimeMachinePage,
  },
];

/** Settings of how tutors are judged. */
export const ruleSettingsRoutes: Routes = [
  {
    path: '',
    title: 'Rules · Settings · Tutor Quality',
    loadComponent: async () => (await import('./settings/rules.panel')).RulesPanel,
  },
];
