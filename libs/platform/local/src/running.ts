import { execFile, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** A process that somebody here started and answers for. */
export interface Running {
  /** Of the server itself, never of a wrapper around it. */
  readonly pid: number;
  /** Settles, with the exit code or the signal's name, when it has ended for whatever reason. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** Asks it to end, kills it when it has not within `graceMs`; resolves when it is gone. */
  stop(graceMs?: number): Promise<void>;
}

export interface ProcessSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Standard output and error are appended to it; without it they are dropped. */
  readonly logFile?: string;
  /** What asks it to end in good order. */
  readonly stopSignal?: NodeJS.Signals;
  /** Called with each chunk of standard output, which then does not go into the log file. */
  readonly onOutput?: (text: string) => void;
  readonly uid?: number;
  readonly gid?: number;
  /** Words put before the command that end by replacing themselves with it, so that the pid stays its own. */
  readonly wrapper?: readonly string[];
}

let deathSignalWorks: boolean | undefined;

/** `setpriv` (util-linux) has the kernel end the child should its parent be killed without a chance to do so. */
function endedWithParent(signal: NodeJS.Signals): string[] {
  deathSignalWorks ??= spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true'], { stdio: 'ignore' }).status === 0;
  return deathSignalWorks ? ['setpriv', '--pdeathsig', signal.replace('SIG', ''), '--'] : [];
}

const largestLog = 20_000_000;

/** Opened for appending; what grew too large becomes `<file>.1`, so that two such pieces are the most there is. */
function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  const { size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  if (size > largestLog) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}

/** Runs a short command to its end; should we be killed meanwhile, it ends as well. @throws Error when it exits with another code than 0. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: {
    readonly wrapper?: readonly string[];
    readonly uid?: number;
    readonly gid?: number;
    readonly env?: NodeJS.ProcessEnv;
  } = {},
): Promise<string> {
  const { wrapper = [], ...others } = options;
  const [first = '', ...rest] = [...wrapper, ...endedWithParent('SIGKILL'), command, ...args];
  const { stdout, stderr } = await promisify(execFile)(first, rest, others);
  return stdout + stderr;
}

/** Starts a process in a group of its own, so that Ctrl-C reaches only who started it, which ends all in order. */
export function startProcess(spec: ProcessSpec): Running {
  const stopSignal = spec.stopSignal ?? 'SIGTERM';
  const [command = '', ...args] = [...(spec.wrapper ?? []), ...endedWithParent(stopSignal), spec.command, ...spec.args];
  const log = spec.logFile ? openLog(spec.logFile) : undefined;
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', spec.onOutput ? 'pipe' : (log ?? 'ignore'), log ?? 'ignore'],
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    ...(spec.env === undefined ? {} : { env: spec.env }),
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  });
  if (log !== undefined) closeSync(log);
  child.stdout?.setEncoding('utf8').on('data', spec.onOutput ?? (() => undefined));
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
    child.once('error', () => resolve(constants.signals.SIGABRT));
  });
  return {
    pid: child.pid ?? -1,
    exited,
    async stop(graceMs = 15_000) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      child.kill(stopSignal);
      const impatience = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(impatience);
    },
  };
}

/** Ending a start that is only slow throws its work away: what has to share its cores needs minutes, again each time. */
const startLimitMs = 300_000;

/** Waits until `ready` answers true, asked every `everyMs`; @throws Error of `what` at the limit or when the process ends. */
export async function untilReady(
  running: Running,
  ready: () => Promise<boolean>,
  what: string,
  limitMs = startLimitMs,
  everyMs = 50,
): Promise<void> {
  let ended: number | NodeJS.Signals | undefined;
  void running.exited.then((how) => (ended = how));
  for (const limit = performance.now() + limitMs; !(await ready());) {
    if (ended !== undefined) throw new Error(`${what} ended while starting (${ended})`);
    if (performance.now() > limit) throw new Error(`${what} did not answer within ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
