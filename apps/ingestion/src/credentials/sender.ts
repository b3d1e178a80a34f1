import type { Request } from 'express';
import type { Body } from '../intake/body';

/** A request that a guard has let in. */
export type SenderRequest = Request & {
  /** Which key or secret opened the door; the rate is counted by it. Never the secret itself. */
  sender?: string;
  /** Where the guard had to read the body already. */
  received?: Body;
};
