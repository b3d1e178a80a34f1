import { dayFromText, dayText, type Day } from '../civil-day';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const monday = dayFromText('2026-03-02');

/** "Tue 16:00" of the specs' week as an RFC 3339 time; the hour may be left out (noon). */
export function timeOf(text: string): string {
  const [day = '', clock = '12:00'] = text.split(' ');
  return `${dayText(dayOfName(day))}T${clock.length === 5 ? `${clock}:00` : clock}Z`;
}

/** The name of a day of the specs' week; its date where it is another. */
export function dayName(day: Day): string {
  return days[day - monday] ?? dayText(day);
}

function dayOfName(name: string): Day {
  const index = days.indexOf(name);
  if (index < 0) throw new RangeError(`No day of the week: ${name}`);
  return monday + index;
}
