import { join } from 'node:path';

import { expect, test, type Browser, type Page } from '@playwright/test';

import { DEMO_PASSWORD } from '@/scripts/seed/people';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const folder = process.env['PARLEY_SCREENSHOTS'] ?? 'screenshots';
const baseURL = process.env['PARLEY_E2E_URL'] ?? 'http://localhost:3000';

/** A demo person at a computer of their own. */
async function open(browser: Browser, key: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: DESKTOP, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(`${key}@acme.example`);
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
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

const controls = (page: Page) => page.getByRole('region', { name: 'Controls' });
/** The tiles that show a picture, one's own among them. */
const pictures = (page: Page) => page.locator('[data-tile=person] video');

/** Goes into a call that somebody else is in, past the page before it. */
async function goInto(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(controls(page)).toBeVisible({ timeout: 60_000 });
}

test('a call of two: ringing, before joining, on the stage, and after it', async ({ browser }) => {
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
  await expect(controls(bo)).toBeVisible({ timeout: 60_000 });
  await shoot(bo, 'calling', ['dark']);
  await ada.goto(new URL(bo.url()).pathname);
  await expect(ada.getByRole('region', { name: 'Your picture' }).locator('video')).toBeVisible();
  await shoot(ada, 'before-joining', ['light', 'dark']);
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(pictures(ada)).toHaveCount(2, { timeout: 60_000 });
  await shoot(ada, 'stage-of-two', ['dark']);
  await controls(ada).getByRole('button', { name: 'Leave the call' }).click();
  await expect(ada.getByRole('heading', { name: 'You left the call' })).toBeVisible();
  await shoot(ada, 'after-a-call', ['dark']);
  await controls(bo).getByRole('button', { name: 'Leave the call' }).click();
  for (const page of [ada, bo]) await page.context().close();
});

test('a call of three: live in its channel, on the stage, with people, and with a screen', async ({
  browser,
}) => {
  test.setTimeout(480_000);
  const [ada, mei, bo] = [await open(browser, 'ada'), await open(browser, 'mei'), await open(browser, 'bo')];
  await mei
    .getByRole('complementary', { name: 'Sidebar' })
    .getByRole('link', { name: /^general/ })
    .click();
  const channel = new URL(mei.url()).pathname;
  await mei.getByRole('button', { name: 'Start a video call' }).click();
  await mei.getByRole('button', { name: 'Start the call' }).click();
  await expect(controls(mei)).toBeVisible({ timeout: 60_000 });
  const room = new URL(mei.url()).pathname;
  await goInto(bo, room);
  await bo.keyboard.press('m');
  await bo.keyboard.press('v');
  await ada.goto(channel);
  await expect(ada.getByRole('region', { name: 'Live call' })).toBeVisible({ timeout: 60_000 });
  await shoot(ada, 'live-call', ['light', 'dark']);
  await goInto(ada, room);
  await expect(pictures(ada)).toHaveCount(2, { timeout: 60_000 });
  await shoot(ada, 'stage-of-three', ['dark']);
  await controls(ada).getByRole('button', { name: 'People' }).click();
  await shoot(ada, 'stage-people', ['dark']);
  await ada.keyboard.press('Escape');
  await mei.keyboard.press('s');
  await expect(ada.locator('[data-tile=screen] video')).toBeVisible({ timeout: 60_000 });
  await shoot(ada, 'stage-screen', ['dark']);
  await shoot(mei, 'stage-sharing', ['dark']);
  for (const page of [bo, mei, ada]) {
    await controls(page).getByRole('button', { name: 'Leave the call' }).click();
    await expect(page.getByRole('heading', { name: 'You left the call' })).toBeVisible();
  }
  for (const page of [ada, mei, bo]) await page.context().close();
});
