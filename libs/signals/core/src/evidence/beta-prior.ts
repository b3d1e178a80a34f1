/** What is believed of any tutor's true reschedule rate before their own sessions are looked at: Beta(α, β). */
export interface BetaPrior {
  /** 0 where nobody at all moved a session: then the rate is believed to be 0 until somebody does. */
  readonly alpha: number;
  /** 0 where everybody moved every session. */
  readonly beta: number;
}
