/**
 * What was shipped of the language stays as it is: every recorded example and every event's JSON Schema has its SHA-256
 * in a SHA256SUMS beside it, files and sums agree, and no line that was ever committed has changed or vanished.
 * Usage: node tools/shipped.mjs [folder of a checkout]; prints every breach and exits with 1 where there is one.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where shipped files lie, and which of a folder's files are meant: what else is generated there may change. */
const shipped = [
  { folder: 'libs/events/examples', isMeant: (file) => file.endsWith('.json') },
  { folder: 'libs/events/documents', isMeant: (file) => /^tutoring\..*\.v\d+\.schema\.json$/.test(file) },
];

/** Schemas that were none: a tuple written as before draft 2020-12, at which every validator stops. Mended, nothing else. */
const unreadable = new Set([
  'cfde3bb3f368dd1fa0233aaf37d781fec6995e090ac7804e4dd40ee274ef6c60', // tutoring.score.changed.v1
  'e7930fcd85deaebad2d7d2805de5c2645bce6de66daf90d3a1a4c1e8b4a3e071', // tutoring.session.closed.v1
  'e18c98d3a3268ad2e27f5507148b39b6d2d30ed2c10036fdffc003ddaf8c2bba', // tutoring.session.ended.v1
]);

const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** `<sum>  <file>` lines as a map from the file to its sum. */
const sumsOf = (text) => new Map(text.split('\n').flatMap((line) => (line ? [line.split('  ').reverse()] : [])));

function filesOf({ folder, isMeant }, home) {
  const files = readdirSync(join(home, folder), { recursive: true }).filter(isMeant).sort();
  return new Map(files.map((file) => [file, sha256(join(home, folder, file))]));
}

function recordedOf({ folder }, home) {
  const file = join(home, folder, 'SHA256SUMS');
  return existsSync(file) ? sumsOf(readFileSync(file, 'utf8')) : new Map();
}

/** Every version of the sums that was committed and is reachable from here; none where there is no history. */
function committedOf({ folder }, home) {
  const git = (...args) =>
    execFileSync('git', ['-C', home, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1e8,
    });
  try {
    const file = `${folder}/SHA256SUMS`;
    const commits = git('log', '--format=%H', '--diff-filter=AM', '--', file).split('\n').filter(Boolean);
    return commits.map((commit) => sumsOf(git('show', `${commit}:./${file}`)));
  } catch {
    return [];
  }
}

/** @returns {string[]} one sentence for each breach */
export function breaches(home = '.') {
  return shipped.flatMap((place) => {
    const files = filesOf(place, home);
    const recorded = recordedOf(place, home);
    const said = [];
    const say = (file, what) => said.push(`${place.folder}/${file} ${what}`);
    const instead = 'what was shipped is never edited: add the next version (README, "Changing an event").';
    for (const [file, sum] of recorded) {
      if (!files.has(file)) say(file, `is gone; ${instead}`);
      else if (files.get(file) !== sum) say(file, `was edited; ${instead}`);
    }
    for (const file of files.keys())
      if (!recorded.has(file)) say(file, 'has no line in SHA256SUMS: `node tools/language.mjs` records it.');
    const told = new Set();
    for (const committed of committedOf(place, home))
      for (const [file, sum] of committed) {
        if (recorded.get(file) === sum || told.has(file) || unreadable.has(sum)) continue;
        told.add(file);
        say(file, `has ${recorded.has(file) ? 'another' : 'no'} sum where one was committed before; ${instead}`);
      }
    return said;
  });
}

/** Writes down the sums of files that have none yet. A line that is there stays, whatever became of its file. */
export function recordNew(home = '.') {
  for (const place of shipped) {
    const recorded = recordedOf(place, home);
    for (const [file, sum] of filesOf(place, home))
      if (!recorded.has(file)) appendFileSync(join(home, place.folder, 'SHA256SUMS'), `${sum}  ${file}\n`);
  }
}

if (process.argv[1] === import.meta.filename) {
  const found = breaches(process.argv[2]);
  for (const sentence of found) console.log(`BROKEN ${sentence}`);
  if (found.length === 0) console.log('held   no shipped example or schema was edited');
  process.exitCode = found.length === 0 ? 0 : 1;
}
