import { expect, test, type Page } from '@playwright/test';
import { complaints, expectAccessible, expectNoSidewaysScroll } from './page';

const screens = [
  { path: '/', ready: 'table a.name' },
  { path: '/?tab=all&window=90&sort=score', ready: 'table a.name' },
  { path: '/tutors', ready: 'table a.name' },
  { path: '/time-machine', ready: 'tq-two-dates table tbody tr' },
  { path: '/sessions', ready: 'table.plain tbody tr' },
  { path: '/settings/rules', ready: 'h2#versions' },
  { path: '/settings/mail', ready: 'table.plain tbody tr' },
  { path: '/settings/users', ready: 'table.plain tbody tr' },
  { path: '/settings/keys', ready: 'h2#tokens' },
  { path: '/settings/account', ready: 'h2#account' },
  { path: '/system', ready: '.sentence' },
  { path: '/system/dead-letters', ready: 'h2#dead-letters' },
  { path: '/system/rebuild', ready: 'h2#in-use' },
];

/** As a screen in light and as a telephone in dark: each width and each theme once. */
async function expectGoodInEveryForm(page: Page): Promise<void> {
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [360, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
}

for (const { path, ready } of screens)
  test(`${path} is accessible, as wide as the window, and without complaint`, async ({ page }) => {
    const heard = complaints(page);
    await page.goto(path);
    await expect(page.locator(ready).first()).toBeVisible();
    await expectGoodInEveryForm(page);
    expect(heard).toEqual([]);
  });

test('a tutor’s page is accessible, with its chart and as a table', async ({ page }) => {
  const heard = complaints(page);
  await page.goto('/');
  const path = (await page.locator('table a.name').first().getAttribute('href')) ?? '';
  await page.goto(path);
  await expect(page.getByRole('heading', { name: 'Why, and what to do' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Timeline of facts' })).toBeVisible();
  const chart = page.getByRole('img', { name: /^Line chart\. From / });
  await page.locator('tq-rate-panel').scrollIntoViewIfNeeded();
  await expect(chart.locator('path.line')).toBeVisible();
  await expectGoodInEveryForm(page);
  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(page.getByRole('group', { name: 'Reschedule rate by day' })).toBeVisible();
  await expectGoodInEveryForm(page);
  expect(heard).toEqual([]);
});
