import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Problem } from '@tq/events';
import type { DeadLetterDetail } from '@tq/sessions/server';
import { problemLines } from './letter-words';

/**
 * What somebody makes of a letter in their editor, once nothing is wrong with it any more.
 * @returns undefined where they changed nothing, or gave up; what they had written is then left in its file
 */
export async function edited(
  letter: DeadLetterDetail,
  problemsOf: (text: string) => Promise<readonly Problem[]>,
  say: (...lines: readonly string[]) => void,
): Promise<string | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'dead-letter-'));
  const file = join(dir, `${letter.topic}-${letter.partition}-${letter.offset}.json`);
  const before = spacedOut(letter.value ?? Buffer.from(letter.valueBase64 ?? '', 'base64').toString('utf8'));
  await writeFile(file, before, { mode: 0o600 });
  say(...problemLines(letter.reasons));
  for (;;) {
    await openEditor(file);
    const text = await readFile(file, 'utf8');
    if (text.trimEnd() === before.trimEnd()) {
      await rm(dir, { recursive: true });
      return undefined;
    }
    const problems = await problemsOf(text);
    if (problems.length === 0) {
      await rm(dir, { recursive: true });
      return text;
    }
    say(...problemLines(problems));
    if (!(await isYes('Edit it again? [Y/n] '))) {
      say(`What you wrote is in ${file}.`);
      return undefined;
    }
  }
}

/** As git does: what the variable says may be a command with arguments. @throws Error where it fails */
async function openEditor(file: string): Promise<void> {
  const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
  const child = spawn('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The editor (${editor}) ended with ${code}: set EDITOR to another, or name a file.`);
}

async function isYes(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const left = new AbortController();
  terminal.on('SIGINT', () => left.abort()).on('close', () => left.abort());
  const answer = await terminal.question(question, { signal: left.signal }).catch(() => 'n');
  terminal.close();
  return /^y?$/i.test(answer.trim());
}

/** With line breaks, where JavaScript would write it just so without them. */
function spacedOut(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? `${JSON.stringify(value, null, 2)}\n` : text;
  } catch {
    return text;
  }
}
