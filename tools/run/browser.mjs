import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const mend =
  'apt-get install -y --no-install-recommends chromium   (or set CHROMIUM_PATH to a Chromium or Chrome of yours)';

function find() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return undefined;
}

/**
 * The path of a Chromium for the browser's tests; as root on Debian it is installed when there is none.
 * @throws {Error} with the command that brings one
 */
export function ensureBrowser() {
  const found = find();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Installing Chromium for the browser’s tests …\n');
    const options = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    spawnSync('apt-get', ['update', '-qq'], options);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  }
  const installed = find();
  if (!installed) throw new Error(`There is no Chromium for the browser's tests.\n  ${mend}`);
  return installed;
}
