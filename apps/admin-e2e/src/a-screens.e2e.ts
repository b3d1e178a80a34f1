import { expect, test } from '@playwright/test';
import { complaints, expectAccessible, expectNoSidewaysScroll } from './page';

const screens = [
  { path: '/', ready: 'table a.name' },
  { path: '/?tab=all&window=90&sort=score', ready: 'table a.name' },
  { path: '/tutors', ready: 'table a.name' },
  { path: '/sessions', ready: 'table.plain tbody tr' },
  { path: '/settings/rules', ready: 'table.plain tbody tr' },
  { path: '/settings/mail', ready: 'table.plain tbody tr' },
  { path: '/settings/users', ready: 'table.plain tbody tr' },
  { path: '/settings/keys', ready: 'h2#tokens' },
  { path: '/settings/account', ready: 'h2#account' },
  { path: '/system', ready: '.sentence' },
];

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1440, 360])
    test.describe(`${width} px, ${colorScheme}`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      for (const { path, ready } of screens)
        test(`${path} is accessible, as wide as the window, and without complaint`, async ({ page }) => {
          const heard = complaints(page);
          await page.goto(path);
          await expect(page.locator(ready).first()).toBeVisible();
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
          expect(heard).toEqual([]);
        });

      test('a tutor’s page is accessible, with its chart and as a table', async ({ page }) => {
        const heard = complaints(page);
        await page.goto('/');
        const link = page.locator('table a.name').first();
        const path = (await link.getAttribute('href')) ?? '';
        await page.goto(path);
        await expect(page.getByRole('heading', { name: 'Why, and what to do' })).toBeVisible();
        await expect(page.getByRole('heading', { name: 'Timeline of facts' })).toBeVisible();
        const chart = page.getByRole('img', { name: /^Line chart\. From / });
        await chart.scrollIntoViewIfNeeded();
        await expect(chart.locator('path.line')).toBeVisible();
        await expectAccessible(page);
        await page.getByRole('button', { name: 'Show as table' }).click();
        await expect(page.getByRole('region', { name: 'Reschedule rate by day' })).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        expect(heard).toEqual([]);
      });
    });
