import { defineConfig } from '@playwright/test';

/**
 * The console in a real browser against the whole real system, which global setup brings up on free ports in a folder of
 * its own. CHROMIUM_PATH chooses the browser; TQ_E2E_HOME keeps the folder and what is in it.
 */
export default defineConfig({
  testDir: 'src',
  testMatch: '*.e2e.ts',
  outputDir: '../../dist/test-results/admin-e2e',
  globalSetup: './src/system.setup.ts',
  globalTimeout: 20 * 60_000,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // One system, whose facts and settings the tests change: one after the other, in the order of their names.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // A machine that others use too may take longer than any patience; what only passes the second time is named as flaky.
  retries: process.env['CI'] ? 1 : 0,
  reporter: 'list',
  use: {
    ...(process.env['TQ_E2E_URL'] && { baseURL: process.env['TQ_E2E_URL'] }),
    ...(process.env['TQ_E2E_STATE'] && { storageState: process.env['TQ_E2E_STATE'] }),
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
