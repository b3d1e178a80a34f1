import type { TutorItem } from '@tq/platform/web';
import { tutorsCsv } from './tutors.csv';

const windows = { '7': { rescheduleRate: null }, '30': { rescheduleRate: 0.25 }, '90': { rescheduleRate: 0.1 } };
const tutor = (name: string) =>
  ({
    tutorId: 't1',
    name,
    riskLevel: 'high',
    needsYou: true,
    priority: 9,
    score: 60,
    windows,
    reason: 'a, "b"',
  }) as TutorItem;

describe('tutorsCsv', () => {
  it('writes a line for each tutor and quotes what needs it', () => {
    expect(tutorsCsv([tutor('Ana Ruiz')]).split('\r\n')[1]).toBe('t1,Ana Ruiz,high,true,9,60,,0.25,0.1,"a, ""b"""');
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx'])('defuses %p', (name) => {
    expect(tutorsCsv([tutor(name)])).toContain(`'${name}`);
  });
});
