import { defineEmail } from '@tq/platform/mail';
import type { GatheringView } from '@tq/reports/core';
import { gathering } from './gathering.email';
import { dailyDigestPreviews } from './gathering.previews';

/** All sessions since yesterday's digest, at 08:00 of the recipient's clock. */
export const dailyDigest = defineEmail<GatheringView>({
  name: 'daily-digest',
  previews: dailyDigestPreviews,
  ...gathering,
});
