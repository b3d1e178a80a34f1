import { dayFromText } from './civil-day';
import { resolve } from './facts.fold';
import { corrected, departed, onTheLog, rated, registered, retracted, type Draft } from './testing/events';
import { tutorOf } from './tutor.fold';
import { timeOf } from './testing/week';

const asOf = (day: string, ...drafts: Draft[]) =>
  tutorOf(resolve(onTheLog(drafts)).facts, dayFromText(timeOf(day).slice(0, 10)), 'UTC');

it('is known from the first standing fact on', () => {
  expect(asOf('Mon', rated('s1', 'Tue'))).toBeUndefined();
  expect(asOf('Tue', rated('s1', 'Tue'))).toMatchObject({ name: null, departedAt: null });
  expect(asOf('Tue', rated('s1', 'Mon', { id: 'a' }), retracted('a', 'Mon'))).toBeUndefined();
});

it('has the name of the latest registration, as of the day', () => {
  const history = [registered('Ana Ruiz', 'Wed'), registered('Ana', 'Mon', { id: 'a' })];
  expect(asOf('Tue', ...history)?.name).toBe('Ana');
  expect(asOf('Wed', ...history)?.name).toBe('Ana Ruiz');
  expect(asOf('Tue', ...history, corrected('a', registered('Anna', 'Mon'), 'Fri'))?.name).toBe('Anna');
});

it('has left from the day of departure on, until registered again', () => {
  const history = [registered('Ana', 'Mon'), departed('Wed', { id: 'd' })];
  expect(asOf('Tue', ...history)?.departedAt).toBeNull();
  expect(asOf('Sun', ...history)?.departedAt).toBe(Date.parse(timeOf('Wed')));
  expect(asOf('Sun', ...history, retracted('d', 'Sat'))?.departedAt).toBeNull();
  const back = registered('Ana Ruiz', 'Fri');
  expect(asOf('Thu', ...history, back)?.departedAt).toBe(Date.parse(timeOf('Wed')));
  expect(asOf('Fri', ...history, back)?.departedAt).toBeNull();
  expect(asOf('Sun', ...history, back, departed('Sat'))?.departedAt).toBe(Date.parse(timeOf('Sat')));
});
