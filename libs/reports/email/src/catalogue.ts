import type { Email } from '@tq/platform/mail';
import { dailyDigest } from './daily-digest.email';
import { flagAlert } from './flag-alert.email';
import { rollUp } from './roll-up.email';
import { sessionReport } from './session-report.email';

/** Every mail there is; previews and tests go through this list. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each mail has data of its own
export const emails: readonly Email<any>[] = [sessionReport, flagAlert, rollUp, dailyDigest];
