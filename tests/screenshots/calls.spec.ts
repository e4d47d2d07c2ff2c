import { join } from 'node:path';

import { expect, test, type Browser, type Page } from '@playwright/test';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const folder = process.env['PARLEY_SCREENSHOTS'] ?? 'screenshots';
const baseURL = process.env['PARLEY_E2E_URL'] ?? 'http://localhost:3000';

/** A demo person at a computer of their own. */
async function open(browser: Browser, key: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: DESKTOP, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`/sign-in?as=${key}`);
  await page.waitForURL(/\/w\//);
  return page;
}

/** The page at both sizes and in both themes; calls themselves are dark in both. */
async function shoot(page: Page, name: string, themes: readonly ('light' | 'dark')[]): Promise<void> {
  for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    await page.setViewportSize(viewport);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${size}.png`), caret: 'hide' });
    }
  }
  await page.setViewportSize(DESKTOP);
}

test('a call: ringing, before joining, on the stage, with people, and after it', async ({ browser }) => {
  test.setTimeout(240_000);
  const ada = await open(browser, 'ada');
  const bo = await open(browser, 'bo');
  await bo
    .getByRole('complementary', { name: 'Sidebar' })
    .getByRole('link', { name: /^Ada Okafor/ })
    .click();
  await bo.getByRole('button', { name: 'Start a video call' }).click();
  await expect(ada.getByRole('region', { name: /calls you$/ })).toBeVisible({ timeout: 60_000 });
  await shoot(ada, 'ringing', ['light', 'dark']);
  const controls = (page: Page) => page.getByRole('region', { name: 'Controls' });
  await expect(controls(bo)).toBeVisible({ timeout: 60_000 });
  await shoot(bo, 'calling', ['dark']);
  await ada.goto(new URL(bo.url()).pathname);
  await ada.getByRole('button', { name: 'Join', exact: true }).hover();
  await shoot(ada, 'before-joining', ['light', 'dark']);
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(ada.locator('[data-tile] video').first()).toBeVisible({ timeout: 60_000 });
  await expect(ada.locator('[data-speaking]').first()).toBeVisible({ timeout: 60_000 });
  await shoot(ada, 'stage', ['dark']);
  await controls(ada).getByRole('button', { name: 'People' }).click();
  await shoot(ada, 'stage-people', ['dark']);
  await controls(ada).getByRole('button', { name: 'Leave the call' }).click();
  await expect(ada.getByRole('heading', { name: 'You left the call' })).toBeVisible();
  await shoot(ada, 'after-a-call', ['dark']);
  await controls(bo).getByRole('button', { name: 'Leave the call' }).click();
  for (const page of [ada, bo]) await page.context().close();
});
