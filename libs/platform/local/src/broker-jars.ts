import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from './exists';
import { projectRoot } from './project-root';
import { runToEnd } from './running';
import { SetupError } from './setup-error';

const installJava = 'apt-get install -y openjdk-17-jre-headless maven   (or your system’s Java 17 and Maven)';

async function mustRun(command: string, args: string[], sentence: string): Promise<string> {
  try {
    return await runToEnd(command, args);
  } catch {
    throw new SetupError(sentence, installJava);
  }
}

/** @throws SetupError when there is no Java, or one that is too old for the broker (17). */
export async function checkJava(): Promise<void> {
  const version = await mustRun('java', ['-version'], 'The broker needs Java 17, and there is no `java` here.');
  const major = Number(/version "(\d+)/.exec(version)?.[1]);
  if (major < 17) throw new SetupError(`The broker needs Java 17, and this machine has ${major}.`, installJava);
}

/** @throws SetupError when there is no Maven. */
export async function checkMaven(): Promise<void> {
  await mustRun('mvn', ['-v'], 'The broker’s jars come through Maven, and there is no `mvn` here.');
}

/** Where the jars are kept: by the content of the pom, so that another version is another folder. */
async function jarFolder(): Promise<string> {
  const pom = await readFile(join(projectRoot(), 'deploy/kafka/pom.xml'));
  const hash = createHash('sha256').update(pom).digest('hex').slice(0, 12);
  return join(projectRoot(), 'node_modules/.cache/tutor-quality', `kafka-${hash}`);
}

/** Whether the jars were fetched already, so that neither Maven nor the network is needed. */
export async function hasBrokerJars(): Promise<boolean> {
  return exists(await jarFolder());
}

/**
 * The folder of the broker's jars, fetched through Maven when they are not there yet (44 jars, 43 MB).
 * @throws SetupError when Maven is missing or cannot get them.
 */
export async function brokerJars(): Promise<string> {
  const folder = await jarFolder();
  if (await exists(folder)) return folder;
  await checkMaven();
  const making = `${folder}.${process.pid}`;
  const pom = join(projectRoot(), 'deploy/kafka/pom.xml');
  try {
    await mkdir(making, { recursive: true });
    await runToEnd('mvn', [
      '-q',
      '-B',
      '-f',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${making}`,
      '-DincludeScope=runtime',
    ]);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    const said =
      String((error as { stdout?: string }).stdout ?? error)
        .split('\n')
        .find((line) => line.includes('ERROR')) ?? String(error);
    throw new SetupError(
      `Maven could not get the broker's jars: ${said.slice(0, 300)}`,
      `mvn -f deploy/kafka/pom.xml dependency:copy-dependencies`,
    );
  }
  // Two starts at once: the first rename wins, the other's copy is dropped.
  await rename(making, folder).catch(() => rm(making, { recursive: true, force: true }));
  if (!(await exists(folder))) await cp(making, folder, { recursive: true });
  return folder;
}
