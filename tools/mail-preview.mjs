/**
 * Writes every mail from its example data: dist/mail-preview/<mail>.<example>.{html,txt} and pictures of it as wide and
 * as a phone shows it, light and dark. Usage: node tools/mail-preview.mjs [name of a mail ...]
 */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const folder = resolve('dist/mail-preview');
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
const widths = { wide: 1440, phone: 360 };

async function loadMails() {
  const file = join(folder, '.build', 'mails.mjs');
  await build({
    stdin: {
      contents: `export { emails } from '@tq/reports/email'; export { renderEmail } from '@tq/platform/mail';`,
      resolveDir: resolve('.'),
      loader: 'ts',
    },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    tsconfig: 'tsconfig.base.json',
    logLevel: 'warning',
  });
  return import(pathToFileURL(file).href);
}

/** The pictures that travel inside the mail, put into the page. */
function standAlone({ html, images }) {
  return images.reduce(
    (page, { cid, png }) => page.replaceAll(`cid:${cid}`, `data:image/png;base64,${png.toString('base64')}`),
    html,
  );
}

async function openBrowser() {
  const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );
  if (executablePath === undefined) {
    console.log(
      'No Chromium found (CHROMIUM_PATH, /usr/bin/chromium, `npx playwright install chromium`): no pictures this time.',
    );
    return undefined;
  }
  return chromium.launch({ executablePath, args: flags });
}

async function takePictures(browser, name, html) {
  for (const [width, pixels] of Object.entries(widths)) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({
        viewport: { width: pixels, height: 800 },
        colorScheme,
        deviceScaleFactor: width === 'phone' ? 2 : 1,
      });
      await page.setContent(html);
      const clip = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        height: document.documentElement.scrollHeight,
      }));
      const x = width === 'wide' ? (pixels - 680) / 2 : 0;
      await page.screenshot({
        path: join(folder, `${name}.${width}.${colorScheme}.png`),
        fullPage: true,
        clip: { x, y: 0, width: width === 'wide' ? 680 : clip.width, height: clip.height },
      });
      await page.close();
    }
  }
}

const wanted = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const { emails, renderEmail } = await loadMails();
const browser = await openBrowser();
let written = 0;
try {
  for (const email of emails.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const [example, data] of Object.entries(email.previews)) {
      const name = `${email.name}.${example}`;
      const mail = await renderEmail(email, data);
      const page = standAlone(mail);
      await writeFile(join(folder, `${name}.html`), page);
      await writeFile(join(folder, `${name}.txt`), `Subject: ${mail.subject}\n\n${mail.text}`);
      if (browser) await takePictures(browser, name, page);
      console.log(`${name}: ${mail.subject} (${(Buffer.byteLength(mail.html) / 1000).toFixed(1)} kB)`);
      written += 1;
    }
  }
} finally {
  await browser?.close();
  await rm(join(folder, '.build'), { recursive: true, force: true });
}
console.log(`${written} mails in ${folder}`);
