/**
 * The key of a mail: kind, recipient, what it is about. Two mails with one key are one mail, whatever rule set was in
 * force; `Message-ID` is made from it.
 */
export const mailKey = {
  sessionReport: (email: string, session: string) => `session-report|${email}|${session}`,
  flagAlert: (email: string, eventId: string) => `flag-alert|${email}|${eventId}`,
  rollUp: (email: string, due: number, part: number) => `roll-up|${email}|${new Date(due).toISOString()}|${part}`,
  dailyDigest: (email: string, due: number, part: number) =>
    `daily-digest|${email}|${new Date(due).toISOString()}|${part}`,
  /** The thread of one flag episode. */
  episode: (email: string, tutorId: string, episode: string) => `episode|${email}|${tutorId}|${episode}`,
} as const;

/** How a session is named in `X-Session`, in keys and in tables. */
export function sessionKey({ tutorId, sessionId }: { tutorId: string; sessionId: string }): string {
  return `${tutorId}/${sessionId}`;
}
