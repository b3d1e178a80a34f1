import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Problem } from '@tq/events';
import { ProblemError } from '@tq/platform/http';
import { SetupError } from '@tq/platform/local';
import type { DeadLetterPlace, DeadLetterReader, DeadLetterRow, DeadLetterState } from '@tq/sessions/server';
import { edited } from './edited';
import { letterLines, placeText, problemLines, tableLines } from './letter-words';
import { withDeadLetters } from './with-dead-letters';

export interface ListOptions {
  readonly state: DeadLetterState;
  readonly like?: string;
  readonly limit: string;
  readonly json: boolean;
}
export interface BulkOptions {
  readonly like?: string;
  readonly all?: boolean;
}

const say = (...lines: readonly string[]): void => void process.stdout.write(lines.map((line) => `${line}\n`).join(''));

export async function list({ state, like, limit, json }: ListOptions): Promise<void> {
  const most = Number(limit);
  if (!Number.isSafeInteger(most) || most < 1)
    throw new SetupError(`${limit} is no number of dead letters.`, 'npm run dead-letters -- list --limit 50');
  await withDeadLetters(async ({ reader }) => {
    const rows: DeadLetterRow[] = [];
    for await (const row of all(reader, state, like)) if (rows.push(row) > most) break;
    if (json) return say(...rows.slice(0, most).map((row) => JSON.stringify(row)));
    const { counts } = await reader.page({ limit: 1 });
    say(...tableLines(rows.slice(0, most), { state, counts, more: rows.length > most }, process.stdout.columns));
  });
}

export async function show(at: string, { json, bytes }: { json: boolean; bytes: boolean }): Promise<void> {
  const place = placeOf(at);
  const letter = await withDeadLetters(({ reader }) => reader.look(place));
  if (bytes) process.stdout.write(Buffer.from(letter.valueBase64 ?? '', 'base64'));
  else if (json) say(JSON.stringify(letter, null, 2));
  else say(...letterLines(letter));
}

export async function mend(at: string, file: string | undefined, { check }: { check: boolean }): Promise<void> {
  const place = placeOf(at);
  if (file === undefined && !process.stdin.isTTY)
    throw new SetupError('No editor can be opened here: name a file, or - for standard input.', `npm run dead-letters -- mend ${at} FILE`); // prettier-ignore
  const given = file === undefined ? undefined : await textOf(file);
  await withDeadLetters(async ({ reader, desk, by }) => {
    const problemsOf = (text: string): Promise<readonly Problem[]> => desk.check(place, text);
    const document = given ?? (await edited(await reader.look(place), problemsOf, say));
    if (document === undefined) return say('Nothing is sent.');
    const problems = await problemsOf(document);
    if (problems.length > 0) {
      process.exitCode = 1;
      return say(...problemLines(problems));
    }
    if (check) return say('It is a valid event now. Nothing is sent (--check).');
    await desk.sendAgain(place, document, by);
    say(`${placeText(place)}: mended and sent; it counts within seconds.`);
  });
}

export async function send(at: readonly string[], options: BulkOptions): Promise<void> {
  await forEach(at, options, 'send', 'sent again', ({ desk, by }, place) => desk.sendAgain(place, undefined, by));
}

export async function setAside(at: readonly string[], options: BulkOptions & { because: string }): Promise<void> {
  const reason = options.because.trim();
  if (reason === '' || reason.length > 500)
    throw new SetupError('A reason has 1 to 500 characters.', 'npm run dead-letters -- set-aside PLACE --because "…"');
  await forEach(at, options, 'set-aside', 'set aside', ({ desk, by }, place) => desk.setAside(place, reason, by));
}

export async function reopen(at: readonly string[]): Promise<void> {
  await forEach(at, {}, 'reopen', 'open again', ({ desk, by }, place) => desk.reopen(place, by));
}

type Office = Parameters<Parameters<typeof withDeadLetters>[0]>[0];

/** Does it to each, says for each what came of it, and ends with 1 where something was refused. */
async function forEach(
  at: readonly string[],
  { like, all: every = false }: BulkOptions,
  name: string,
  done: string,
  work: (office: Office, place: DeadLetterPlace) => Promise<void>,
): Promise<void> {
  const isBulk = every || like !== undefined;
  if (isBulk === at.length > 0)
    throw new SetupError('Either places are named, or which ones by what they say.', `npm run dead-letters -- ${name} --help`); // prettier-ignore
  await withDeadLetters(async (office) => {
    const places: DeadLetterPlace[] = at.map(placeOf);
    if (isBulk) for await (const row of all(office.reader, 'open', like)) places.push(row);
    let [well, invalid] = [0, 0];
    for (const place of places)
      try {
        await work(office, place);
        well++;
        say(`${placeText(place)}: ${done}.`);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        // Of all of them, those that are no valid events yet are simply left; of those that were named, it is told why.
        if (isBulk && error.status === 422) {
          invalid++;
          continue;
        }
        process.exitCode = 1;
        const problems = (error.options.errors ?? []) as readonly Problem[];
        process.stderr.write(`${[`${placeText(place)}: ${error.message}`, ...problemLines(problems)].join('\n')}\n`);
      }
    const left = invalid === 0 ? '' : ` ${invalid} ${invalid === 1 ? 'is no valid event' : 'are no valid events'} yet.`;
    if (isBulk) say(`${well} of ${places.length} ${done}.${left}`);
  });
}

/** All in that state, the newest first. */
async function* all(reader: DeadLetterReader, state: DeadLetterState, like?: string): AsyncGenerator<DeadLetterRow> {
  const wanted = like?.toLowerCase();
  const says = ({ producer, reasons }: DeadLetterRow): string =>
    [producer ?? 'unknown', ...reasons.map(({ pointer, detail }) => `${pointer} ${detail}`)].join('\n').toLowerCase();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await reader.page({ state, limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    yield* page.items.filter((row) => wanted === undefined || says(row).includes(wanted));
    cursor = page.nextCursor;
  }
}

/** @throws SetupError where that is no place */
function placeOf(text: string): DeadLetterPlace {
  const [, topic = 'session-events', partition, offset] = /^(?:([\w.-]+)\/)?(\d{1,9})\/(\d{1,18})$/.exec(text) ?? [];
  if (partition === undefined || offset === undefined)
    throw new SetupError(`${text} is no place: it is a topic, a partition and an offset, as in session-events/3/17.`, 'npm run dead-letters -- list'); // prettier-ignore
  return { topic, partition: Number(partition), offset };
}

/** @throws SetupError where the file cannot be read, or is no text */
async function textOf(file: string): Promise<string> {
  const mend = 'npm run dead-letters -- mend PLACE FILE';
  const bytes = await (file === '-' ? buffer(process.stdin) : readFile(file)).catch((error: unknown) => {
    throw new SetupError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, mend);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SetupError(`${file === '-' ? 'Standard input' : file} is no text in UTF-8.`, mend);
  }
}
