import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of package.json and deploy/, whether this runs from the sources or from dist/.
 * @throws Error when no parent folder is the project.
 */
export function projectRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'deploy/kafka/pom.xml'))) return folder;
    if (folder === dirname(folder)) throw new Error(`${import.meta.dirname} is not inside the project.`);
  }
}
