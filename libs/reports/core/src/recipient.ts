/** When a person wants mails: every session at once, what matters at once, or all of it once a day. */
export const policies = ['every', 'smart', 'daily'] as const;
export type Policy = (typeof policies)[number];

export type Recipient = Readonly<{
  email: string;
  policy: Policy;
  /** IANA name: mornings, roll-ups and the times in mails are this zone's. */
  timeZone: string;
}>;
