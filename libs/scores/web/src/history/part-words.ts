import { type ChangePartItem, dayText, factWords, plural, type TutorChange, type WindowEnd } from '@tq/platform/web';

const whatBecame: Readonly<Record<NonNullable<ChangePartItem['how']>, string>> = {
  happened: '',
  undone: 'Not yet: ',
  learned: 'Learned later: ',
  forgotten: 'Not known yet: ',
  corrected: 'Corrected, reads now: ',
  uncorrected: 'As it was first said: ',
  retracted: 'Retracted: ',
  excused: 'Excused: ',
  unexcused: 'No longer excused: ',
};

/** What became of a fact, in words: "Retracted: moved by the tutor to …". */
export function becameWords(how: NonNullable<ChangePartItem['how']>, fact: Parameters<typeof factWords>[0]): string {
  const words = factWords(fact);
  const prefix = whatBecame[how];
  return prefix === '' ? words : prefix + words.charAt(0).toLowerCase() + words.slice(1);
}

/** One cause of a difference, in words. */
export function partWords(part: ChangePartItem, { before, after }: Pick<TutorChange, 'before' | 'after'>): string {
  switch (part.cause) {
    case 'fact':
      return part.how && part.fact ? becameWords(part.how, part.fact) : '';
    case 'window-end':
      return windowEndWords(part.days, before.asOf > after.asOf);
    case 'prior':
      return `What is usual among all tutors: ${beta(before.prior)}, then ${beta(after.prior)}`;
    case 'rules':
      return `Rule set ${after.ruleSetVersion} instead of ${before.ruleSetVersion}`;
  }
}

function windowEndWords(days: readonly WindowEnd[], backwards: boolean): string {
  const ends = days.map((end) => `${dayText(end.day)} ${backwards ? 'is in' : 'left'} the ${end.window} days${backwards ? ' again' : ''} (${held(end)})`); // prettier-ignore
  return ends.join('; ');
}

function held({ counted, tutorMoved, missed, tutorCancelled }: WindowEnd): string {
  const some = [
    plural(counted, 'session'),
    ...(tutorMoved > 0 ? [`${tutorMoved} moved`] : []),
    ...(missed > 0 ? [`${missed} missed`] : []),
    ...(tutorCancelled > 0 ? [`${tutorCancelled} cancelled`] : []),
  ];
  return some.join(', ');
}

function beta({ alpha, beta }: { readonly alpha: number; readonly beta: number }): string {
  return `Beta(${alpha.toFixed(2)}, ${beta.toFixed(2)})`;
}
