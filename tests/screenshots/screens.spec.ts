import { join } from 'node:path';

import { type Browser, test } from '@playwright/test';

import { type Screen, screens } from './routes';

const sizes = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
};
const themes = ['light', 'dark'] as const;
const folder = process.env['PARLEY_SCREENSHOTS'] ?? 'screenshots';
const baseURL = process.env['PARLEY_E2E_URL'] ?? 'http://localhost:3000';

/** Sessions of demo people, so that each signs in once. */
const sessions = new Map<string, Awaited<ReturnType<typeof signIn>>>();

async function signIn(browser: Browser, key: string) {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  // Signs in by itself, as in "open as Bo in a second window".
  await page.goto(`/sign-in?as=${encodeURIComponent(key)}`);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  const state = await context.storageState();
  await context.close();
  return state;
}

async function sessionOf(browser: Browser, { as }: Screen) {
  if (as === null) return undefined;
  const known = sessions.get(as) ?? (await signIn(browser, as));
  sessions.set(as, known);
  return known;
}

for (const screen of screens) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const theme of themes) {
      test(`${screen.name}, ${theme}, ${size}`, async ({ browser }) => {
        const storageState = await sessionOf(browser, screen);
        const context = await browser.newContext({
          baseURL,
          viewport,
          colorScheme: theme,
          reducedMotion: 'reduce',
          deviceScaleFactor: 2,
          hasTouch: size === 'phone',
          ...(storageState === undefined ? {} : { storageState }),
        });
        const page = await context.newPage();
        await page.goto(screen.path, { waitUntil: 'load' });
        await page.evaluate(async () => {
          await document.fonts.ready;
        });
        await page.screenshot({
          path: join(folder, `${screen.name}-${theme}-${size}.png`),
          animations: 'disabled',
          caret: 'hide',
        });
        await context.close();
      });
    }
  }
}
