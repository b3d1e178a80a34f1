/**
 * Measures Triage, signed in, in a running system, as desktop and as telephone, against the budgets of the console.
 * Usage: node tools/lighthouse.mjs [address]   (default: PUBLIC_URL, else http://localhost:3000)
 * The sign-in is that of TQ_HOME/secrets.json; CHROMIUM_PATH chooses the browser.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';
import desktopConfig from 'lighthouse/core/config/desktop-config.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const budgets = {
  desktop: { performance: 95, accessibility: 100, lcp: 2000, cls: 0.1 },
  mobile: { performance: 90, accessibility: 100, lcp: 2500, cls: 0.1 },
};
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The cookie of a session of the administrator. @throws Error when signing in fails */
async function signIn(address) {
  const home = process.env.TQ_HOME ?? join(root, '.data');
  const { admin } = JSON.parse(await readFile(join(home, 'secrets.json'), 'utf8'));
  const answer = await fetch(`${address}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(admin),
  });
  if (!answer.ok) throw new Error(`Signing in at ${address}: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Lighthouse's figures of one page. Times in ms, scores 0–100. */
export async function measure(address, form, cookie, port) {
  const options = {
    port,
    logLevel: 'error',
    onlyCategories: ['performance', 'accessibility'],
    extraHeaders: { Cookie: cookie },
  };
  const result = await lighthouse(`${address}/`, options, form === 'desktop' ? desktopConfig : undefined);
  const { categories, audits } = result.lhr;
  return {
    performance: Math.round((categories.performance.score ?? 0) * 100),
    accessibility: Math.round((categories.accessibility.score ?? 0) * 100),
    lcp: Math.round(audits['largest-contentful-paint'].numericValue),
    cls: Math.round(audits['cumulative-layout-shift'].numericValue * 1000) / 1000,
    tbt: Math.round(audits['total-blocking-time'].numericValue),
    failed: Object.values(audits)
      .filter(({ id, score }) => categories.accessibility.auditRefs.some((ref) => ref.id === id) && score === 0)
      .map(({ id }) => id),
  };
}

function within(figures, budget) {
  return (
    figures.performance >= budget.performance &&
    figures.accessibility >= budget.accessibility &&
    figures.lcp <= budget.lcp &&
    figures.cls <= budget.cls
  );
}

/** Both forms, printed with their budgets. @returns whether all are within them */
export async function lighthouseReport(address) {
  const cookie = await signIn(address);
  const port = 9222 + Math.floor(Math.random() * 20_000);
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: [...flags, `--remote-debugging-port=${port}`] });
  let good = true;
  try {
    for (const [form, budget] of Object.entries(budgets)) {
      const figures = await measure(address, form, cookie, port);
      const ok = within(figures, budget);
      good &&= ok;
      console.log(
        `${form.padEnd(8)} performance ${figures.performance} (≥ ${budget.performance})  accessibility ${figures.accessibility} (${budget.accessibility})  ` +
          `LCP ${figures.lcp} ms (≤ ${budget.lcp})  CLS ${figures.cls} (≤ ${budget.cls})  TBT ${figures.tbt} ms  ${ok ? 'ok' : 'MISSED'}` +
          (figures.failed.length > 0 ? `\n         accessibility: ${figures.failed.join(', ')}` : ''),
      );
    }
  } finally {
    await browser.close();
  }
  return good;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const address = process.argv[2] ?? process.env.PUBLIC_URL ?? 'http://localhost:3000';
  process.exitCode = (await lighthouseReport(address.replace(/\/$/, ''))) ? 0 : 1;
}
