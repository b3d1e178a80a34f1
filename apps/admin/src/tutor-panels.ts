import type { ValueProvider } from '@angular/core';
import { TUTOR_PANELS, type TutorPanel } from '@tq/platform/web';
import { tutorMailsPanel } from '@tq/reports/web';
import { recentPanel, timelinePanel, upcomingPanel } from '@tq/sessions/web';

/** What the other slices show on the Tutor page, in its order. */
const panels: readonly TutorPanel[] = [upcomingPanel, recentPanel, timelinePanel, tutorMailsPanel];

export const tutorPanels: ValueProvider = { provide: TUTOR_PANELS, useValue: panels };
