/** What `npm run bench` is asked for. */
import { parseArgs } from 'node:util';
import { parts } from './sizes.mjs';

const usualFigures = ['checks', 'fold', 'tutors', 'idle', 'mail', 'latency', 'ingestion'];
/** The least that shows how something grows, in some minutes. */
const usualSizes = [{ tutors: 1000, events: 1e5 }, { tutors: 10_000, events: 1e5 }, { tutors: 10_000, events: 1e6 }]; // prettier-ignore
const allTutors = [1000, 10_000, 100_000];
const allEvents = [1e5, 1e6, 1e7];

export const help = (figures) => `npm run bench -- [figure or part …] [options]

Without anything: the usual figures (${usualFigures.join(', ')}), then every part at three small sizes.

  figures, at one size   ${figures.join(', ')}
  parts, at every size   ${Object.keys(parts).join(', ')}

  --full                 every part at all sizes: ${allTutors.join(', ')} tutors × 0.1, 1 and 10 million events (hours)
  --tutors 1000,10000    these numbers of tutors (10000)
  --events 0.1,1,30      these many million events (1)
  --help

What is measured replaces its rows in docs/performance.md; all others stay.
`;

const numbers = (text, name) =>
  text.split(',').map((one) => {
    if (!(Number(one) > 0)) throw new Error(`--${name} takes numbers with commas between them, not ${text}.`);
    return Number(one);
  });

/** @returns {{ help: boolean, figures: string[], parts: string[], sizes: { tutors: number, events: number }[] }} */
export function optionsOf(args, figures) {
  const options = { full: { type: 'boolean' }, tutors: { type: 'string' }, events: { type: 'string' }, help: { type: 'boolean' } }; // prettier-ignore
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const unknown = positionals.filter((name) => !figures.includes(name) && !(name in parts));
  if (unknown.length > 0)
    throw new Error(`There is no figure ${unknown.join(', ')}. There are: ${[...new Set([...figures, ...Object.keys(parts)])].join(', ')}.`); // prettier-ignore
  const isSized = Boolean(values.full ?? values.tutors ?? values.events);
  const wantedParts = Object.keys(parts).filter((name) => positionals.length === 0 || positionals.includes(name));
  // `fold` and `latency` are both: with a size, the part of that size is meant.
  const wantedFigures = positionals.length > 0 ? figures.filter((name) => positionals.includes(name) && !(isSized && name in parts)) : isSized ? [] : usualFigures; // prettier-ignore
  const onlyFigures = positionals.length > 0 && !isSized && positionals.every((name) => figures.includes(name));
  return {
    help: values.help ?? false,
    figures: wantedFigures,
    parts: wantedParts,
    sizes: onlyFigures ? [] : sizesOf(values, isSized),
  };
}

function sizesOf({ full, tutors, events }, isSized) {
  if (!isSized) return usualSizes;
  const manyTutors = tutors ? numbers(tutors, 'tutors') : full ? allTutors : [10_000];
  const manyEvents = events ? numbers(events, 'events').map((millions) => millions * 1e6) : full ? allEvents : [1e6];
  return manyTutors.flatMap((one) => manyEvents.map((many) => ({ tutors: one, events: many })));
}
