import { signal } from '@angular/core';
import { problemText } from './problem';

/** One command at a time of a screen: whether it is under way, what came of it, what went wrong. */
export class Command {
  readonly busy = signal(false);
  readonly problem = signal('');
  readonly done = signal('');

  /**
   * Runs it and keeps its outcome in words.
   * @param done what to say when it went well
   * @returns the answer, undefined where it failed
   */
  async run<T>(done: string, command: () => Promise<T>, explain: (error: unknown) => string = problemText) {
    this.busy.set(true);
    this.problem.set('');
    this.done.set('');
    try {
      const answer = await command();
      this.done.set(done);
      return { answer };
    } catch (error) {
      this.problem.set(explain(error));
      return undefined;
    } finally {
      this.busy.set(false);
    }
  }

  fail(problem: string): void {
    this.done.set('');
    this.problem.set(problem);
  }
}
