/** What is measured at several sizes: how each grows with tutors, events and scorers. */
import { count, megabytes, ms, ratio } from './figures.mjs';

/**
 * @typedef {object} Growth What grows.
 * @property {string} name
 * @property {string} unit
 * @property {(value: number) => string} text
 * @property {number} [most] the target: at most this
 * @property {number} [least] the target: at least this
 * @property {number} [mostTutors] the target is for so many tutors at most
 * @property {string} [target] in words
 */

const perSecond = (value) => `${count(value)}/s`;

/** In the order of the table and of the pictures. @type {Record<string, Growth>} */
export const growths = {
  consume: { name: 'bare consume', unit: 'records/s', text: perSecond },
  parse: { name: 'bare consume + JSON.parse', unit: 'records/s', text: perSecond },
  copy: { name: 'bare bulk COPY', unit: 'rows/s', text: perSecond },
  fold: { name: 'first fold of the whole log', unit: 'events/s', text: perSecond },
  backlog: { name: 'fold of a backlog, after a rest', unit: 'events/s', text: perSecond },
  replay: { name: 'replay, until the cards stand', unit: 'events/s', text: perSecond },
  replayShare: { name: 'replay, as a share of bare consume + JSON.parse', unit: '', text: (value) => value.toFixed(2), least: 0.4, target: '≥ 0.40 (0.30 at the least)' }, // prettier-ignore
  replayMemory: { name: 'memory of the process that replays, at most', unit: 'MB', text: megabytes, most: 600e6, target: '≤ 600 MB' }, // prettier-ignore
  latency: { name: 'POST → readable, median at 10/s', unit: 'ms', text: ms, most: 150, target: '≤ 150 ms' },
  latencyBusy: { name: 'POST → readable, median at 200/s', unit: 'ms', text: ms, most: 150, target: '≤ 150 ms' },
  readers: { name: 'GET /api/tutors?sort=-priority, 32 connections', unit: 'requests/s', text: perSecond },
  readersP99: { name: 'its p99', unit: 'ms', text: ms, most: 50, target: '≤ 50 ms' },
  calmP99: { name: 'GET /api/tutors at a steady rate, p99', unit: 'ms', text: ms },
  replayP99: { name: 'the same while a replay runs', unit: 'ms', text: ms, target: '≤ the greater of 100 ms and twice that without' }, // prettier-ignore
  asOf: { name: 'list as of a day a year ago, median', unit: 'ms', text: ms, most: 300, mostTutors: 10_000, target: '≤ 300 ms with 10,000 tutors' }, // prettier-ignore
  knownAt: { name: 'the same as known then', unit: 'ms', text: ms, most: 2000, mostTutors: 10_000, target: '≤ 2 s with 10,000 tutors' }, // prettier-ignore
  preview: { name: 'what-if preview, 90 days', unit: 'ms', text: ms, most: 2000, mostTutors: 10_000, target: '≤ 2 s with 10,000 tutors' }, // prettier-ignore
};

/** Whether a value meets the target of its growth; null where there is none for so many tutors. */
export function isMet(what, value, tutors) {
  const { most, least, mostTutors = Infinity } = growths[what];
  if (tutors > mostTutors) return null;
  if (most !== undefined) return value <= most;
  return least === undefined ? null : value >= least;
}

export const shareOf = (part, whole) => `${ratio(part, whole)} of ${perSecond(whole)}`;
