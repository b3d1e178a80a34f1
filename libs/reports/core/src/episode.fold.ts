/** The mails about one flag, from the day it went up until it is cleared, form one thread. */
export type Episode = Readonly<{
  /** Id of the score event that opened it; it names the thread. */
  id: string;
  open: boolean;
}>;

/**
 * The episode after a score event of its tutor. The event that clears the flag is still part of it; later ones are not.
 * @param event id of the score event, and whether its tutor is flagged (high or watch) after it
 */
export function episodeAfter(episode: Episode | null, event: { id: string; flagged: boolean }): Episode | null {
  if (event.flagged) return episode?.open ? episode : { id: event.id, open: true };
  return episode?.open ? { ...episode, open: false } : null;
}
