import { expect, test } from '@playwright/test';
import { held, registered, send } from './told';

test('a session that ends now comes in by itself: received, scored, mailed', async ({ page }) => {
  await page.goto('/sessions');
  await expect(page.locator('tbody tr').first()).toBeVisible();
  const name = `Nia Live ${Date.now()}`;
  await send([registered('e2e-live', name), ...held('e2e-live', 0)]);
  const row = page.locator('tbody tr', { hasText: name });
  await expect(row).toBeVisible();
  await expect(row).toContainText('Held');
  await expect(row.locator('td').last()).toContainText(/^\s*\+[\d.]+ s/, { timeout: 30_000 });
});

test('can be held still', async ({ page }) => {
  await page.goto('/sessions');
  const rows = page.locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  const first = await rows.first().textContent();
  await send(held('e2e-live', 0));
  await expect(page.getByRole('status').filter({ hasText: 'Paused' })).toContainText('ended since');
  expect(await rows.first().textContent()).toBe(first);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(rows.first()).toContainText('Nia Live');
});

test('a tutor’s page tells the session, the facts and the mail', async ({ page }) => {
  await page.goto('/tutors/e2e-live');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Nia Live');
  await expect(page.getByRole('region', { name: 'Recent sessions' }).first()).toContainText('Held');
  await expect(page.getByRole('region', { name: 'Timeline of facts' }).first()).toContainText('Registered as Nia Live');
  await expect(page.getByRole('region', { name: 'Mails' })).toContainText('Session report');
});

test('a tutor whom nobody knows is said to be unknown', async ({ page }) => {
  await page.goto('/tutors/nobody%2Fat-all');
  await expect(page.getByRole('heading', { name: 'No tutor has the id nobody/at-all' })).toBeVisible();
});
