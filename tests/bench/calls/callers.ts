import type { Browser, Page } from '@playwright/test';

import { createAccount, enter } from '../../e2e/support/account';
import { openRoom } from '../../e2e/support/call';
import { createWorkspace, join } from '../../e2e/support/workspace';
import { type Marks, watchFrames } from './watch-frames';

const NAMES = ['Ada Park', 'Bo Lind', 'Cy Berg', 'Di Moss', 'Eve Lund', 'Fay Holt'];
const PATIENCE_MS = 60_000;

/** People at pages of their own, and a room of theirs. */
export type Callers = { pages: Page[]; code: string; close: () => Promise<void> };

export async function openCallers(browser: Browser, count: number): Promise<Callers> {
  const [first = '', ...others] = NAMES.slice(0, count);
  const workspace = await createWorkspace(await createAccount(first));
  const accounts = [workspace.owner];
  for (const name of others) accounts.push(await join(workspace, await createAccount(name)));
  const contexts = await Promise.all(
    accounts.map(async (account) => {
      // Small windows: without a graphics card, pictures are drawn by the processors that the calls need.
      const context = await browser.newContext({
        baseURL: account.place.url,
        locale: 'en-GB',
        viewport: { width: 800, height: 480 },
      });
      await watchFrames(context);
      await enter(context, account);
      return context;
    }),
  );
  return {
    pages: await Promise.all(contexts.map(async (context) => await context.newPage())),
    code: await openRoom(workspace),
    close: async () => {
      for (const context of contexts) await context.close();
    },
  };
}

/** Opens the room and waits until its page is as it is when somebody is about to join: the camera shows oneself. */
export async function approach(page: Page, code: string): Promise<void> {
  await page.goto(`/meet/${code}`);
  await page.locator('section video').waitFor({ timeout: PATIENCE_MS });
  await page.waitForLoadState('networkidle');
  // What this needs in the page takes its time when it is first used.
  await page.waitForFunction(() => true);
}

/**
 * Presses Join, and waits until the pictures of so many others are shown.
 * @returns what happened when
 */
export async function joinAndSee(page: Page, others: number): Promise<Marks> {
  await page.getByRole('button', { name: /^(Join|Start the call)$/ }).click();
  await page.waitForFunction(
    (wanted) => Object.keys(Reflect.get(globalThis, 'callMarks').seats).length >= wanted,
    others,
    { timeout: PATIENCE_MS, polling: 100 },
  );
  await page.getByRole('region', { name: 'Controls' }).waitFor({ timeout: PATIENCE_MS });
  return await page.evaluate(() => Reflect.get(globalThis, 'callMarks'));
}

/** Leaves, and waits until one of the others sees so many people and no more. */
export async function leave(page: Page, watcher: Page, left: number): Promise<void> {
  await page.getByRole('button', { name: 'Leave the call' }).click();
  await watcher.waitForFunction(
    (count) => document.querySelectorAll('[data-tile=person]').length === count,
    left,
    { timeout: PATIENCE_MS },
  );
}
