import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the built console lies; its files are in `browser`. */
export const adminFolder = fileURLToPath(new URL('../dist/apps/admin', import.meta.url));

/**
 * What the build says of its chunks: those that every screen loads first (with the styles), and for each screen or panel
 * that is loaded later, by its source file, those that it adds.
 */
export async function adminChunks() {
  const { outputs } = JSON.parse(await readFile(join(adminFolder, 'browser-stats.json'), 'utf8'));
  const closure = (file, found = new Set()) => {
    if (found.has(file)) return found;
    found.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && outputs[path]) closure(path, found);
    return found;
  };
  const scripts = Object.keys(outputs).filter((file) => file.endsWith('.js'));
  const styles = Object.keys(outputs).filter((file) => file.endsWith('.css') && outputs[file].entryPoint);
  const initial = closure(scripts.find((file) => outputs[file].entryPoint?.endsWith('apps/admin/src/main.ts')));
  const lazy = scripts
    .filter((file) => outputs[file].entryPoint && !initial.has(file))
    .map((file) => ({
      source: outputs[file].entryPoint,
      files: [...closure(file)].filter((each) => !initial.has(each)),
    }));
  return { initial: [...initial, ...styles], lazy };
}
