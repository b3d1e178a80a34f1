/**
 * Plants forbidden imports, one for each rule of eslint.config.mjs that could rot unseen, and expects lint to refuse
 * every one of them; and one allowed import, to show that it does not refuse everything.
 * Prints a line for each and exits with 1 when a rule no longer holds.
 */
import { rm, writeFile } from 'node:fs/promises';
import { ESLint } from 'eslint';

const plants = [
  { file: 'libs/sessions/core/src/planted-a.ts', code: "export * from '@tq/scores/core';\n", rule: '@nx/enforce-module-boundaries', why: 'a core imports one downstream' },
  { file: 'libs/sessions/core/src/planted-b.ts', code: "export * from 'node:fs';\n", rule: 'no-restricted-imports', why: 'a core imports Node' },
  { file: 'libs/scores/core/src/planted-c.ts', code: 'export const at = Date.now();\n', rule: 'no-restricted-syntax', why: 'a core reads the clock' },
  { file: 'libs/scores/server/src/planted-d.ts', code: "export * from '@tq/sessions/server';\n", rule: '@nx/enforce-module-boundaries', why: "a server imports another slice's server" },
  { file: 'libs/reports/email/src/planted-e.ts', code: "export * from '@tq/reports/server';\n", rule: '@nx/enforce-module-boundaries', why: 'a mail imports a server' },
  { file: 'libs/platform/kafka/src/planted-f.ts', code: "export * from '@tq/sessions/core';\n", rule: '@nx/enforce-module-boundaries', why: 'the platform imports a slice' },
  { file: 'libs/events/src/planted-g.ts', code: "export * from '@tq/sessions/core';\n", rule: '@nx/enforce-module-boundaries', why: 'the language imports a slice' },
  { file: 'libs/scores/core/src/planted-h.ts', code: "export * from '@tq/sessions/core';\n", rule: null, why: 'a core imports one upstream (allowed)' },
];

let broken = 0;
try {
  for (const { file, code } of plants) await writeFile(file, code);
  const results = await new ESLint().lintFiles(plants.map(({ file }) => file));
  for (const { file, rule, why } of plants) {
    const messages = results.find((result) => result.filePath.endsWith(file))?.messages ?? [];
    const held = rule === null ? messages.length === 0 : messages.some((message) => message.ruleId === rule);
    if (!held) broken += 1;
    console.log(`${held ? 'held  ' : 'BROKEN'} ${why}${held ? '' : ` (${messages.map((m) => m.ruleId ?? m.message).join(', ') || 'lint said nothing'})`}`);
  }
} finally {
  for (const { file } of plants) await rm(file, { force: true });
}
process.exitCode = broken === 0 ? 0 : 1;
