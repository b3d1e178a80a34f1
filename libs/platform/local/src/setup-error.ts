/** Something on this machine is missing or in the way: one sentence for a person, and the command that mends it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';

  constructor(
    sentence: string,
    readonly mend: string,
  ) {
    super(sentence);
  }
}
