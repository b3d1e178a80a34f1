import type { Problem } from '@tq/events';
import type { DeadLetterCounts, DeadLetterDetail, DeadLetterPlace, DeadLetterRow, DeadLetterState } from '@tq/sessions/server'; // prettier-ignore

const none: Record<DeadLetterState, string> = {
  open: 'Nothing waits: every record was a valid event, or somebody has decided about it.',
  'sent-again': 'Nothing has been sent again.',
  'set-aside': 'Nothing has been set aside.',
};
const did = { 'sent-again': 'sent again', 'set-aside': 'set aside', reopened: 'opened again' } as const;
/** More bytes than these are not shown. */
const mostBytes = 1024;

/** `session-events/3/17`, as every command takes it. */
export const placeText = ({ topic, partition, offset }: DeadLetterPlace): string => `${topic}/${partition}/${offset}`;

/** A list as a table. @param width of the terminal; without one no line is cut */
export function tableLines(
  rows: readonly DeadLetterRow[],
  { state, counts, more }: { state: DeadLetterState; counts: DeadLetterCounts; more: boolean },
  width = Infinity,
): string[] {
  const last = `${counts.open} open, ${counts.sentAgain} sent again, ${counts.setAside} set aside.${more ? ' There are more: --limit 500' : ''}`;
  if (rows.length === 0) return [counts[stateCount[state]] > 0 ? 'None of them is like that.' : none[state], last];
  const cells = rows.map((row) => [
    placeText(row),
    moment(row.at),
    shown(row.producer ?? 'unknown').slice(0, 40),
    wrong(row.reasons),
  ]);
  const table = [['PLACE', 'CAME (UTC)', 'PRODUCER', 'WHAT IS WRONG'], ...cells];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [...lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line)), '', last];
}

const stateCount = { open: 'open', 'sent-again': 'sentAgain', 'set-aside': 'setAside' } as const;

/** One letter with all that is known of it. */
export function letterLines(letter: DeadLetterDetail): string[] {
  const bytes = Buffer.from(letter.valueBase64 ?? '', 'base64');
  return [
    `${placeText(letter)}   ${letter.state.replace('-', ' ')}`,
    `  Came      ${moment(letter.at)} UTC`,
    `  Producer  ${shown(letter.producer ?? 'could not be read')}`,
    `  Key       ${shown(letter.key ?? 'none')}`,
    ...Object.entries(letter.headers).map(([name, value]) => `  Header    ${shown(`${name}: ${value}`)}`),
    '',
    ...problemLines(letter.reasons),
    '',
    ...(letter.valueBase64 === null
      ? ['What came: no value at all.']
      : [`What came (${bytes.length} bytes):`, ...indented(letter.value === null ? hexLines(bytes) : textLines(letter.value))]), // prettier-ignore
    '',
    ...(letter.history.length === 0 ? ['Nobody has done anything about it.'] : ['Who did what:']),
    ...letter.history.flatMap(({ at, by, what, reason, document }) => [
      `  ${moment(at)}  ${did[what]} by ${shown(by)}${reason === null ? '' : `: ${shown(reason)}`}`,
      ...(document === null ? [] : indented(indented(['what was sent:', ...textLines(document)]))),
    ]),
  ];
}

export function problemLines(problems: readonly Pick<Problem, 'pointer' | 'detail'>[]): string[] {
  if (problems.length === 0) return [];
  return ['What is wrong:', ...problems.map((one) => `  ${wrong([one])}`)];
}

function wrong(reasons: readonly Pick<Problem, 'pointer' | 'detail'>[]): string {
  const [first, ...others] = reasons.map(({ pointer, detail }) => (pointer ? `${pointer} ${detail}` : detail));
  return `${shown(first ?? 'Not known.')}${others.length > 0 ? ` · and ${others.length} more` : ''}`;
}

const moment = (iso: string): string => iso.slice(0, 19).replace('T', ' ');
const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function textLines(text: string): string[] {
  const cut = text.length > mostBytes * 4 ? [`… ${text.length} characters in all: show --bytes`] : [];
  return [...text.slice(0, mostBytes * 4).split('\n').map(shown), ...cut]; // prettier-ignore
}

function hexLines(bytes: Buffer): string[] {
  const lines = Array.from({ length: Math.ceil(Math.min(bytes.length, mostBytes) / 16) }, (_, row) => {
    const part = bytes.subarray(row * 16, row * 16 + 16);
    const hex = [...part].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return `${(row * 16).toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${part.toString('latin1').replaceAll(/[^ -~]/g, '·')}`;
  });
  return bytes.length > mostBytes ? [...lines, `… ${bytes.length} bytes in all: show --bytes`] : lines;
}

/** What producers wrote never steers a terminal: its control characters are shown as what they are. */
function shown(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    character === '\t' ? '  ' : `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`,
  );
}
