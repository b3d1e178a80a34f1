import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './page';
import { sendUnchecked } from './told';

const rated = (id: string, rating: number) =>
  JSON.stringify({
    specversion: '1.0',
    source: `/e2e/${id}`,
    subject: 'e2e-dead',
    id,
    type: 'tutoring.session.rated.v1',
    time: new Date().toISOString(),
    data: { sessionId: 'e2e-dead-1', rating },
  });

test('a dead letter is looked at, mended, checked while it is typed, and sent again', async ({ page }) => {
  const id = randomUUID();
  await sendUnchecked([{ key: 'e2e-dead', value: rated(id, 9) }]);
  const row = page.getByRole('row', { name: new RegExp(`/e2e/${id}`) });
  await expect(async () => {
    await page.goto('/system/dead-letters');
    await expect(row).toContainText('/data/rating must be a number from 1 to 5', { timeout: 2_000 });
  }).toPass();
  await expectAccessible(page);
  await row.getByRole('link').press('Enter');
  await expect(page.locator('mark')).toHaveText('91');
  await page.getByText(/^Bytes/).click();
  await expect(page.getByRole('group', { name: 'The value as bytes' })).toContainText('7b 22 73 70');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Send again as it is' }).click();
  await expect(page.getByRole('alert')).toContainText('It is no valid event yet.');
  await page.getByRole('button', { name: 'Mend and send again …' }).click();
  const send = page.getByRole('button', { name: 'Send it' });
  await expect(page.getByText('1 thing is wrong:')).toBeVisible();
  await expect(send).toBeDisabled();
  await page.getByRole('textbox', { name: 'The mended document' }).fill(rated(id, 4));
  await expect(page.getByText('It is a valid event now.')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScroll(page);
  await send.click();
  await expect(page.getByText('It is on the log again')).toBeVisible();
  const history = page.getByRole('region', { name: 'Who did what' });
  await expect(history.getByRole('listitem').first()).toContainText('Sent again');
  await expect(async () => {
    await page.goto('/tutors/e2e-dead');
    await expect(page.getByText('Rated 4 of 5')).toBeVisible({ timeout: 2_000 });
  }).toPass();
});

test('a dead letter is set aside with a reason, kept, and opened again', async ({ page }) => {
  const words = `no event ${randomUUID()}`;
  await sendUnchecked([{ key: 'e2e-dead', value: words }]);
  const row = page.getByRole('row', { name: new RegExp(words) });
  await expect(async () => {
    await page.goto('/system/dead-letters');
    await expect(row).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await row.getByRole('link').click();
  await page.getByLabel('Or set it aside, because').fill('A test of the producer');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Set aside. Nothing of it is lost.')).toBeVisible();
  await page.getByRole('link', { name: 'Dead letters' }).first().click();
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: /^Set aside/ }).click();
  await expect(page).toHaveURL(/state=set-aside/);
  await row.getByRole('link').click();
  await expect(page.getByRole('region', { name: 'Who did what' })).toContainText('A test of the producer');
  await page.getByRole('button', { name: 'Open it again' }).click();
  await expect(page.getByText('It is open again.')).toBeVisible();
});
