type SessionName = Readonly<{ tutorId: string; sessionId: string }>;

/**
 * The key of a mail: kind, recipient, what it is about. Two mails with one key are one mail, whatever rule set was in
 * force; `Message-ID` is made from it.
 */
export const mailKey = {
  sessionReport: (email: string, session: SessionName) => `session-report|${email}|${encoded(session)}`,
  flagAlert: (email: string, change: { tutorId: string; eventId: string }) =>
    `flag-alert|${email}|${encodeURIComponent(change.tutorId)}|${encodeURIComponent(change.eventId)}`,
  rollUp: (email: string, due: number, part: number) => `roll-up|${email}|${new Date(due).toISOString()}|${part}`,
  dailyDigest: (email: string, due: number, part: number) =>
    `daily-digest|${email}|${new Date(due).toISOString()}|${part}`,
  /** The thread of one flag episode. */
  episode: (email: string, tutorId: string, episode: string) =>
    `episode|${email}|${encodeURIComponent(tutorId)}|${episode}`,
} as const;

/** How a session is named in `X-Session`. */
export function sessionKey({ tutorId, sessionId }: SessionName): string {
  return `${tutorId}/${sessionId}`;
}

/** Ids may hold slashes themselves: encoded, "a/b" + "c" is not "a" + "b/c". */
function encoded({ tutorId, sessionId }: SessionName): string {
  return `${encodeURIComponent(tutorId)}/${encodeURIComponent(sessionId)}`;
}
