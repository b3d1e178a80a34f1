import { expect, test } from '@playwright/test';
import { expectAccessible } from './page';
import { held, registered, send } from './told';

test('a fact is excused with a reason, counts so within seconds, and is taken back at once', async ({ page }) => {
  await send([registered('e2e-excused', 'Excused Tutor'), ...held('e2e-excused', 30, 1), ...held('e2e-excused', 60)]);
  const rate = page
    .getByRole('row', { name: /^30 days/ })
    .getByRole('cell')
    .first();
  await expect(async () => {
    await page.goto('/tutors/e2e-excused');
    await expect(rate).toHaveText(/50 % 1\/2/, { timeout: 2_000 });
  }).toPass();
  await page.getByRole('button', { name: /^Excuse: Moved by the tutor/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Excuse this?' });
  await expectAccessible(page);
  await dialog.getByLabel('Reason').fill('The school was closed');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Excused; it counts within seconds.')).toBeVisible();
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(rate).toHaveText(/0 % 0\/2/);
  await expect(page.getByText('Excused.', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Withdraw the excuse of: Moved by the tutor/ }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('It was open');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(rate).toHaveText(/50 % 1\/2/);
});

test('the past is chosen at the chip, goes along from screen to screen, and is read only', async ({ page }) => {
  const day = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10);
  await page.goto('/');
  await page.getByRole('button', { name: /Choose a day/ }).press('Enter');
  await page.getByLabel('As of the end of').fill(day);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText(/Viewing .*, read only\./)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`asOf=${day}`));
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Tutors' }).click();
  await page.locator('tr[data-tutor] a.name').first().click();
  await expect(page).toHaveURL(new RegExp(`/tutors/.*asOf=${day}`));
  await expect(page.getByText('The past is read only')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Excuse/ })).toHaveCount(0);
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'System' }).click();
  await expect(page.getByText('This screen shows now.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(page).not.toHaveURL(/asOf/);
});

test('all figures are made anew beside the live ones, compared, switched to, and left again', async ({ page }) => {
  await page.goto('/system');
  await page.getByRole('navigation', { name: 'System' }).getByRole('link', { name: 'Rebuild' }).click();
  const seen = page.getByRole('region', { name: 'What readers see' });
  const version = async () => Number(/Version(\d+)/.exec((await seen.textContent())?.replaceAll(/\s/g, '') ?? '')?.[1]);
  await expect(seen).toBeVisible();
  const first = await version();
  await page.getByRole('button', { name: 'Rebuild', exact: true }).press('Enter');
  await expect(page.getByText(`readers still see version ${first}.`)).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Records folded' })).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/^Paused at/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('button', { name: 'Rebuild', exact: true })).toBeVisible({ timeout: 60_000 });
  const ended = page.getByRole('region', { name: 'Rebuild from the first event' });
  await expect(ended).toContainText(/Readers see version \d+ since then/);
  await expect(ended).toContainText(/None of \d+ tutors differs/);
  await expectAccessible(page);
  await page.reload();
  const earlier = page.getByRole('region', { name: 'Earlier ones' });
  await expect(earlier.getByRole('listitem').first()).toContainText(/Readers see version \d+ since then/);
  await earlier.getByText('The comparison').first().click();
  await expect(earlier.getByText(/None of \d+ tutors differs/).first()).toBeVisible();
  expect(await version()).toBeGreaterThan(first);
  await expectAccessible(page);

  await page.getByRole('button', { name: `Go back to version ${first}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click();
  await expect.poll(version, { timeout: 60_000 }).toBe(first);
  await page.goto('/');
  await expect(page.locator('table a.name').first()).toBeVisible();
});

test('a moment of the past: a fact that we learned later is not in it', async ({ page }) => {
  await send([registered('e2e-clocks', 'Two Clocks'), ...held('e2e-clocks', 60), ...held('e2e-clocks', 90, 1)]);
  const before = new Date(Date.now() - 3_600_000).toISOString();
  await expect(async () => {
    await page.goto('/tutors/e2e-clocks');
    await expect(page.getByRole('row', { name: /^30 days/ })).toContainText('1/2', { timeout: 2_000 });
  }).toPass();
  // It happened days ago, and nobody had told us an hour ago.
  await page.goto(`/tutors/e2e-clocks?knownAt=${before}`);
  await expect(page.getByText(/Viewing .* as known then, read only\./)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No tutor has the id e2e-clocks' })).toBeVisible();
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(page.getByRole('row', { name: /^30 days/ })).toContainText('1/2');
  await page.goto(`/?tab=all&knownAt=${before}`);
  await expect(page.locator('table a.name').first()).toBeVisible();
  await page.getByRole('button', { name: /Choose a day/ }).click();
  await expect(page.getByLabel('As it was known at')).not.toHaveValue('');
  await expectAccessible(page);
});

test('two days side by side: who stood differently, which way, and the way to each of them', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Time machine' }).click();
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('This day').fill(day(40));
  await page.getByLabel('Beside this one').fill(day(10));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`from=${day(40)}&to=${day(10)}`));
  await expect(page.getByText(/\d+ tutors? of \d+ stood differently\./)).toBeVisible();
  await page.getByRole('button', { name: 'Worse' }).click();
  await expect(page).toHaveURL(/show=worse/);
  const rows = page.getByRole('table', { name: 'Tutors who stood differently' }).locator('tbody tr');
  await expect(rows.first()).toContainText('worse');
  await expectAccessible(page);
  await rows.first().getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/tutors/.*asOf=${day(10)}`));
  await expect(page.getByText(/Viewing .*, read only\./)).toBeVisible();
  await page.goto('/time-machine');
  await page.getByLabel('As of the end of').last().fill(day(20));
  await page.getByRole('button', { name: 'Show the list' }).click();
  await expect(page).toHaveURL(new RegExp(`/tutors\\?asOf=${day(20)}`));
});

test('why a figure changed: causes that come to the difference exactly, since any day', async ({ page }) => {
  await page.goto('/');
  await page.goto((await page.locator('table a.name').first().getAttribute('href')) ?? '');
  const panel = page.getByRole('region', { name: 'Why did it change?' });
  const sum = panel.getByRole('row', { name: /^Sum of the parts/ }).getByRole('cell');
  const check = async (figure: string) => {
    const line = panel.getByText(new RegExp(`${figure}.* on .*:`)).first();
    await expect(line).toBeVisible();
    const total = /: ([−+]?[\d.]+)\s*$/.exec((await line.textContent()) ?? '')?.[1] ?? '';
    const changes = await panel.locator('tbody tr td:nth-of-type(1)').allTextContents();
    const units = (text: string) => Math.round(Number(text.trim().replace('−', '-')) * 100);
    expect(changes.reduce((all, text) => all + units(text), 0)).toBe(units(total));
    if (changes.length > 0) await expect(sum.first()).toHaveText(total);
  };
  await check('Score');
  const day = new Date(Date.now() - 12 * 86_400_000).toISOString().slice(0, 10);
  await panel.getByLabel('Since').fill(day);
  await expect(page).toHaveURL(new RegExp(`since=${day}`));
  await check('Score');
  await panel.getByLabel('Figure').selectOption('Reschedule rate');
  await expect(page).toHaveURL(/figure=rescheduleRate/);
  await check('Reschedule rate');
  await expectAccessible(page);
});

test('one tutor, fact by fact: the slider says what each fact changed, by either clock', async ({ page }) => {
  await send([registered('e2e-steps', 'Step Tutor'), ...held('e2e-steps', 60), ...held('e2e-steps', 90, 1)]);
  const panel = page.getByRole('region', { name: 'Fact by fact', exact: true });
  await expect(async () => {
    await page.goto('/time-machine?who=e2e-steps');
    await expect(panel.getByText(/Fact \d+ of \d+/)).toBeVisible({ timeout: 4_000 });
  }).toPass();
  const slider = panel.getByRole('slider', { name: 'Which fact' });
  await slider.press('Home');
  await expect(panel.getByText(/^Fact 1 of/)).toBeVisible();
  await expect(page).toHaveURL(/fact=/);
  await expect(async () => {
    await panel.getByRole('button', { name: 'The next fact' }).click();
    await expect(panel.getByText(/^Moved by the tutor to/)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(panel.getByText(/It changed: .*moved by the tutor/)).toBeVisible();
  await expect(panel.getByRole('row', { name: /^Moved by the tutor/ })).toContainText('0 → 1');
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'As we learned it' }).click();
  await panel.getByRole('link', { name: 'The tutor as it was known then' }).click();
  await expect(page).toHaveURL(/\/tutors\/e2e-steps\?knownAt=/);
  await expect(page.getByText(/Viewing .* as known then, read only\./)).toBeVisible();
});
