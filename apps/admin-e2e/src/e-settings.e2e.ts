import { expect, test, type Page } from '@playwright/test';

async function ask(page: Page, limit: string): Promise<void> {
  await page.getByRole('textbox', { name: 'New limit in per cent' }).fill(limit);
  await page.getByRole('button', { name: 'Change …' }).click();
}

test('the limit: what will happen is said first, then a new version holds from today', async ({ page, context }) => {
  await page.goto('/settings/rules');
  const versions = page.locator('tbody tr');
  await expect(versions.first()).toBeVisible();
  const count = await versions.count();
  await ask(page, 'a lot');
  await expect(page.getByRole('alert')).toContainText('number of per cent');
  await ask(page, '20');
  const dialog = page.getByRole('dialog', { name: /Change the limit to 20 %/ });
  await expect(dialog).toContainText(`Rule set ${count + 1} holds from today on; past days keep theirs.`);
  await expect(dialog).toContainText(/The level of \d+ tutors? changes at once/);
  await dialog.getByRole('button', { name: 'Change the limit' }).click();
  await expect(page.getByText(`The limit is 20 % from today on (rule set ${count + 1}).`)).toBeVisible();
  await expect(versions).toHaveCount(count + 1);

  // Two people at once: the second is told, and overwrites nothing.
  const other = await context.newPage();
  await other.goto('/settings/rules');
  await expect(other.getByText('Limit in force')).toBeVisible();
  await ask(page, '15');
  await page.getByRole('dialog').getByRole('button', { name: 'Change the limit' }).click();
  await expect(page.getByText('The limit is 15 % from today on')).toBeVisible();
  await ask(other, '25');
  await other.getByRole('dialog').getByRole('button', { name: 'Change the limit' }).click();
  await expect(other.getByRole('alert')).toContainText('Somebody else changed the rules');
  await expect(other.locator('tbody tr')).toHaveCount(count + 2);
});

test('a recipient is added, changed and removed', async ({ page }) => {
  await page.goto('/settings/mail');
  const row = page.locator('tbody tr', { hasText: 'lead@example.com' });
  await page.getByLabel('New recipient').fill('lead@example.com');
  await page.getByRole('button', { name: 'Add recipient' }).click();
  await expect(row).toBeVisible();
  await row.getByRole('combobox').selectOption('Daily');
  await expect(page.getByText('lead@example.com: Daily.')).toBeVisible();
  await page.reload();
  await expect(row.getByRole('combobox')).toHaveValue('daily');
  await row.getByRole('button', { name: 'Remove lead@example.com' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('lead@example.com gets no more mail.')).toBeVisible();
});

test('a key is made, shown once, opens the door, and is revoked', async ({ page }) => {
  await page.goto('/settings/keys');
  const name = `Staging ${Date.now()}`;
  await page.getByLabel('New key, for').fill(name);
  await page.getByRole('button', { name: 'Make key' }).click();
  const secret = page.locator('tq-secret code');
  await expect(secret).not.toBeEmpty();
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(secret).toHaveCount(0);
  const row = page.locator('tbody tr', { hasText: name });
  await row.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText(`${name} is revoked.`)).toBeVisible();
});

test('the system says in one sentence how it is', async ({ page }) => {
  await page.goto('/system');
  await expect(page.locator('.sentence')).not.toBeEmpty();
  await expect(page.getByRole('region', { name: 'Feeds' })).toContainText('/e2e');
  await expect(page.getByRole('region', { name: 'Services' })).toContainText('scoring');
});
