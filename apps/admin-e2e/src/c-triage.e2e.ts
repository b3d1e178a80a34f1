import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './page';
import { held, registered, send } from './told';

const hostile = '<img src=x onerror=alert(1)> Zoë';

test('says who needs you within five seconds of opening it', async ({ page }) => {
  const begun = Date.now();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    /\d+ tutors? needs? you · \d+ new since yesterday · \d+ on watch/,
  );
  await expect(page.locator('table a.name').first()).toBeVisible();
  expect(Date.now() - begun).toBeLessThan(5_000);
  await expect(page.locator('td.why').first()).toContainText(/\d+ of \d+ (moved|missed)/);
});

test('offers updates and never moves a row by itself', async ({ page }) => {
  await page.goto('/');
  const rows = page.locator('tr[data-tutor]');
  await expect(rows.first()).toBeVisible();
  const order = async () => Promise.all((await rows.all()).map((row) => row.getAttribute('data-tutor')));
  const before = await order();
  const sessions = Array.from({ length: 20 }, (_, index) =>
    held('e2e-late', 30 + index * 24, index < 12 ? 1 : 0),
  ).flat();
  await send([registered('e2e-late', hostile), ...sessions]);
  const apply = page.getByRole('button', { name: /updates?, apply$/i });
  await expect(apply).toBeVisible();
  expect(await order()).toEqual(before);
  await apply.click();
  const row = page.locator('tr[data-tutor="e2e-late"]');
  await expect(row).toBeVisible();
  await expect(row).toContainText('12 of 20 moved by the tutor in 30 days = 60');
  // What a platform sends as a name is text, whatever it looks like.
  await expect(row.locator('a.name')).toHaveText(hostile);
  await expect(apply).toBeHidden();
});

test('is worked with the keyboard alone', async ({ page }) => {
  await page.goto('/');
  const names = page.locator('tr[data-tutor] a.name');
  await expect(names.first()).toBeVisible();
  await page.keyboard.press('j');
  await expect(names.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await expect(names.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(names.nth(0)).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByText('1 marked')).toBeVisible();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary');
  await expect(panel).toContainText('What to do:');
  await expect(page).toHaveURL(/tutor=/);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(names.nth(0)).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('no such tutor');
  await expect(page.getByRole('heading', { name: /No tutor here matches/ })).toBeVisible();
  await expect(page).toHaveURL(/q=no/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page).toHaveURL(/\/sessions/);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help).toBeVisible();
  await expectAccessible(page);
  await help.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(page).toHaveURL(/\/sessions/);
});

test('keeps filter, order, window and open tutor in the URL', async ({ page, context }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Which tutors' }).getByRole('link', { name: /^All/ }).click();
  await page.getByRole('button', { name: '90 days' }).click();
  await page.getByRole('combobox', { name: 'Sort' }).selectOption('Name');
  await expect(page).toHaveURL(/tab=all/);
  await expect(page).toHaveURL(/window=90/);
  await expect(page).toHaveURL(/sort=name/);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText(/^51–/)).toBeVisible();
  const first = page.locator('tr[data-tutor] a.name').first();
  await first.click();
  await expect(page.getByRole('complementary')).toBeVisible();
  const name = await page.getByRole('complementary').getByRole('heading', { level: 2 }).textContent();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('complementary').getByRole('heading', { level: 2 })).toHaveText(name ?? '');
  await expect(other.locator('th[aria-sort=ascending]')).toHaveText(/Tutor/);
  await page.goBack();
  await expect(page.getByRole('complementary')).toHaveCount(0);
});

test('exports the list as filtered', async ({ page }) => {
  await page.goto('/?tab=watch');
  await expect(page.locator('table a.name').first()).toBeVisible();
  const count = await page.locator('tr[data-tutor]').count();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const stream = await (await download).createReadStream();
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  expect(text.trim().split('\n')).toHaveLength(count + 1);
});

test('keeps what it last knew when the server cannot be reached, with its age and a way to try again', async ({
  page,
}) => {
  await page.goto('/');
  const rows = page.locator('tr[data-tutor]');
  await expect(rows.first()).toBeVisible();
  const count = await rows.count();
  await page.route('**/api/tutors?*', (route) => route.abort());
  await page.evaluate('document.activeElement?.blur?.()');
  await page.keyboard.press('r');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The list of tutors could not be loaded.');
  await expect(alert).toContainText(/What you see is \d+ s old/);
  await expect(rows).toHaveCount(count);
  await page.unroute('**/api/tutors?*');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toHaveCount(0);
});

test('shows a past day read only', async ({ page }) => {
  const day = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10);
  await page.goto(`/?asOf=${day}&tab=all`);
  await expect(page.getByText(/Viewing .*, read only\./)).toBeVisible();
  await expect(page.locator('table a.name').first()).toBeVisible();
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(page).not.toHaveURL(/asOf/);
});

test.describe('on a telephone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('shows cards with two buttons, and filters in a sheet', async ({ page }) => {
    await page.goto('/');
    const card = page.locator('tr[data-tutor]').first();
    await expect(card.getByRole('link', { name: 'Open tutor' })).toBeVisible();
    await page.getByRole('button', { name: 'Filters' }).click();
    const sheet = page.getByRole('dialog', { name: 'Filters' });
    await expect(sheet).toBeVisible();
    await expectAccessible(page);
    await sheet.getByRole('radio', { name: 'Name' }).check();
    await expect(page).toHaveURL(/sort=name/);
    await page.keyboard.press('Escape');
    await card.getByRole('button', { name: 'Why, and what to do' }).click();
    await expect(page.getByRole('complementary')).toContainText('What to do:');
    await expectNoSidewaysScroll(page);
  });
});
