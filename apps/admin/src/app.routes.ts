import type { Routes } from '@angular/router';
import { accountSettingsRoutes, keySettingsRoutes, signInRoutes, userSettingsRoutes } from '@tq/access/web';
import { Frame, settingsPage, systemPage, systemRoutes } from '@tq/platform/web';
import { mailSettingsRoutes } from '@tq/reports/web';
import { ruleSettingsRoutes, timeMachineRoutes, triageRoutes, tutorRoutes } from '@tq/scores/web';
import { sessionRoutes } from '@tq/sessions/web';
import { settingsSections } from './settings-sections';
import { tutorPanels } from './tutor-panels';

/** Every screen of the console, each loaded when it is first opened. */
export const routes: Routes = [
  { path: 'sign-in', children: signInRoutes },
  {
    path: '',
    component: Frame,
    children: [
      { path: '', pathMatch: 'full', children: triageRoutes },
      { path: 'tutors', children: tutorRoutes, providers: [tutorPanels] },
      { path: 'time-machine', children: timeMachineRoutes },
      { path: 'sessions', children: sessionRoutes },
      {
        path: 'settings',
        loadComponent: settingsPage,
        data: { sections: settingsSections },
        children: [
          { path: '', pathMatch: 'full', redirectTo: 'rules' },
          { path: 'rules', children: ruleSettingsRoutes },
          { path: 'mail', children: mailSettingsRoutes },
          { path: 'users', children: userSettingsRoutes },
          { path: 'keys', children: keySettingsRoutes },
          { path: 'account', children: accountSettingsRoutes },
        ],
      },
      { path: 'system', loadComponent: systemPage, children: systemRoutes },
      { path: '**', redirectTo: '' },
    ],
  },
];
