import { defineEmail } from '@tq/platform/mail';
import type { GatheringView } from '@tq/reports/core';
import { gathering } from './gathering.email';
import { rollUpPreviews } from './gathering.previews';

/** Sessions that were not mailed one by one, gathered every twenty minutes. */
export const rollUp = defineEmail<GatheringView>({ name: 'roll-up', previews: rollUpPreviews, ...gathering });
