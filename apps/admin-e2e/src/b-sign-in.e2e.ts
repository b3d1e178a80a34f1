import { expect, test } from '@playwright/test';
import { expectAccessible } from './page';
import { fromSetup } from './told';

const person = (name: string) => JSON.parse(fromSetup(name)) as { email: string; password: string };

test.describe('signing in', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('refuses a wrong password in words, then leads to where the person was going', async ({ page }) => {
    const { email, password } = person('TQ_E2E_ADMIN');
    await page.goto('/sessions?state=held');
    await expect(page).toHaveURL(/\/sign-in\?return=/);
    await expectAccessible(page);
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill('not the password');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toHaveText('This email and password do not fit together.');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/sessions\?state=held$/);
    await expect(page.getByRole('heading', { name: 'Sessions', level: 1 })).toBeVisible();
  });

  test('shows the figures at once where the address itself led to the sign-in', async ({ page }) => {
    const { email, password } = person('TQ_E2E_ADMIN');
    await page.goto('/');
    await expect(page).toHaveURL(/\/sign-in/);
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('need');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('never leads to another site', async ({ page }) => {
    const { email, password } = person('TQ_E2E_ADMIN');
    await page.goto('/sign-in?return=//elsewhere.example/');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('need');
    expect(new URL(page.url()).host).toBe(new URL(fromSetup('TQ_E2E_URL')).host);
  });

  test('a viewer sees everything and is shown no command', async ({ page }) => {
    const { email, password } = person('TQ_E2E_VIEWER');
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.locator('table a.name').first()).toBeVisible();
    await page.goto('/settings/rules');
    await expect(page.getByText('You are a viewer')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Rules in force' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0);
    await expect(page.getByRole('textbox', { name: 'Reschedule limit' })).not.toBeEditable();
    const sections = page.getByRole('navigation', { name: 'Settings' });
    await expect(sections.getByRole('link')).toHaveText(['Rules', 'Mail', 'Account']);
    await page.goto('/settings/mail');
    await expect(page.getByRole('table')).toBeVisible();
    await expect(page.getByRole('combobox')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /Remove|Add/ })).toHaveCount(0);
    await page.goto('/settings/users');
    await expect(page.getByRole('alert')).toContainText('could not be loaded');
    await page.goto('/');
    await page.getByRole('button', { name: /^Signed in as/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto('/tutors');
    await expect(page).toHaveURL(/\/sign-in/);
  });
});
