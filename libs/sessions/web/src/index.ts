import type { Routes } from '@angular/router';
import type { TutorPanel } from '@tq/platform/web';

/** Sessions as they end. */
export const sessionRoutes: Routes = [
  {
    path: '',
    title: 'Sessions · Tutor Quality',
    loadComponent: async () => (await import('./sessions.page')).SessionsPage,
  },
];

/** What this slice shows of a tutor. */
export const upcomingPanel: TutorPanel = {
  name: 'upcoming',
  wide: false,
  load: async () => (await import('./tutor/upcoming.panel')).UpcomingPanel,
};
export const recentPanel: TutorPanel = {
  name: 'recent',
  wide: true,
  load: async () => (await import('./tutor/recent.panel')).RecentPanel,
};
export const timelinePanel: TutorPanel = {
  name: 'timeline',
  wide: true,
  load: async () => (await import('./tutor/timeline.panel')).TimelinePanel,
};
