import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './page';

test('a draft of the rules says whom it would touch, and becomes a version; of two administrators nothing is lost', async ({
  page,
  context,
}) => {
  await page.goto('/settings/rules');
  const versions = page.getByRole('region', { name: 'Versions of the rules' }).getByRole('listitem');
  await expect(versions.first()).toBeVisible();
  const count = await versions.count();
  const limit = page.getByRole('textbox', { name: 'Reschedule limit' });
  const preview = page.getByRole('region', { name: 'What it would change' });
  const save = page.getByRole('button', { name: /^Save as rule set/ });

  await limit.fill('a lot');
  await expect(page.getByRole('alert')).toContainText('number of per cent');
  await expect(save).toBeDisabled();
  await limit.fill('1');
  await expect(preview).toContainText(/Today the level of \d+ tutors? would change/);
  await expect(preview).toContainText(/\d+ tutors? would have stood differently on \d+ of the last 90 days\./);
  await expect(preview.getByRole('img', { name: /^Bars by day/ })).toBeVisible();
  await expectAccessible(page);
  // A draft outlives the page.
  await page.reload();
  await expect(limit).toHaveValue('1');
  await limit.fill('20');
  await save.click();
  await expect(page.getByText(`Rule set ${count + 1} holds from today on`)).toBeVisible();
  await expect(versions).toHaveCount(count + 1);
  await versions.first().getByText('Reschedule limit').first().click();
  await expect(versions.first().getByRole('row', { name: /Reschedule limit/ })).toContainText('20 %');

  // Two people at once: the second sees both changes, and decides.
  const other = await (await context.browser()?.newContext({ storageState: await context.storageState() }))?.newPage();
  if (!other) throw new Error('There is no browser.');
  await other.goto(page.url());
  const otherLimit = other.getByRole('textbox', { name: 'Reschedule limit' });
  await otherLimit.fill('25');
  await other.getByRole('textbox', { name: 'No-show limit' }).fill('7');
  await limit.fill('15');
  await save.click();
  await expect(page.getByText(`Rule set ${count + 2} holds from today on`)).toBeVisible();
  await other.getByRole('button', { name: /^Save as rule set/ }).click();
  const conflict = other.getByRole('region', { name: 'Somebody else changed the rules' });
  await expect(conflict.getByRole('row', { name: /Reschedule limit/ })).toHaveText(/20\s%.*15\s%.*25\s%/);
  await expect(other.getByRole('button', { name: /^Save as rule set/ })).toBeDisabled();
  await expectAccessible(other);
  await other.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(other);
  await conflict.getByRole('button', { name: /^Put my changes on top/ }).click();
  await expect(conflict).toHaveCount(0);
  await expect(otherLimit).toHaveValue('25');
  await otherLimit.fill('15');
  await other.getByRole('button', { name: /^Save as rule set/ }).click();
  await expect(other.getByText(`Rule set ${count + 3} holds from today on`)).toBeVisible();
  await other.context().close();
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
