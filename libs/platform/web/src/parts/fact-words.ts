import type { FactItem } from '../api/models';
import { weekdayText } from '../state/format';

const kinds: Readonly<Record<string, (data: Record<string, unknown>) => string>> = {
  'session.scheduled': ({ lessonSubject, startsAt }) => `Planned${of(lessonSubject)} for ${when(startsAt)}`,
  'session.rescheduled': ({ initiatedBy, reasonCode, newStartsAt }) =>
    `Moved by the ${text(initiatedBy)} to ${when(newStartsAt)}${because(reasonCode)}`,
  'session.cancelled': ({ initiatedBy, reasonCode }) => `Cancelled by the ${text(initiatedBy)}${because(reasonCode)}`,
  'session.completed': () => 'Held',
  'session.no-show': ({ missedBy }) => `No-show of the ${text(missedBy)}`,
  'session.rated': ({ rating }) => `Rated ${text(rating)} of 5`,
  'session.transcribed': ({ language }) => `Transcript received (${text(language)})`,
  'tutor.registered': ({ name }) => `Registered as ${text(name)}`,
  'tutor.departed': ({ reason }) => `Left the platform${because(reason)}`,
  'student.left': () => 'A student left',
  'tutor.replaced': ({ cause }) => `Replaced for a student${because(cause)}`,
  'event.corrected': ({ corrects }) => `Correction of ${text(corrects)}`,
  'event.retracted': ({ retracts, reason }) => `Retraction of ${text(retracts)}${because(reason)}`,
};

/** A fact in words. What the platform wrote is text and stays text; a type that is not known yet shows by its name. */
export function factWords({ type, data }: Pick<FactItem, 'type' | 'data'>): string {
  const kind = type.replace(/^tutoring\./, '').replace(/\.v\d+$/, '');
  return kinds[kind]?.(data) ?? kind.replaceAll('.', ' ');
}

/** Why a fact does not count, or what else must be known of it; '' for most. */
export function factRemark({ standing, excused, anomaly }: Pick<FactItem, 'standing' | 'excused' | 'anomaly'>): string {
  if (standing === 'retracted') return 'Retracted: it does not count.';
  if (standing === 'anomaly') return anomaly ?? 'It changes nothing.';
  return excused ? 'Excused.' : '';
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
}

function of(value: unknown): string {
  return typeof value === 'string' ? ` ${value}` : '';
}

function when(value: unknown): string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? weekdayText(value) : '?';
}

function because(value: unknown): string {
  return typeof value === 'string' && value !== '' && value !== 'other' ? ` (${value.replaceAll('-', ' ')})` : '';
}
