import type { Routes } from '@angular/router';
import type { TutorPanel } from '@tq/platform/web';

/** Settings of who is mailed, and how often. */
export const mailSettingsRoutes: Routes = [
  {
    path: '',
    title: 'Mail · Settings · Tutor Quality',
    loadComponent: async () => (await import('./mail-policies.panel')).MailPoliciesPanel,
  },
];

/** The mails about a tutor, on the tutor's page. */
export const tutorMailsPanel: TutorPanel = {
  name: 'mails',
  wide: false,
  load: async () => (await import('./tutor-mails.panel')).TutorMailsPanel,
};
