import type { Page } from '@playwright/test';

import { composer, expectSent, messageWith, openAs, shownIds } from './support/chat';
import { expect, test } from './support/test';
import { createTeam, post } from './support/workspace';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** How far the time that stands at a message is from the real one. */
const errorMs = async (page: Page, text: string): Promise<number> => {
  const iso = await messageWith(page, text).locator('time').first().getAttribute('datetime');
  return Math.abs(Date.parse(iso ?? '') - Date.now());
};

for (const hours of [2, -2]) {
  test(`a clock that is ${hours} hours off neither misdates nor reorders what one writes`, async ({
    page,
  }) => {
    const { workspace, ada, bo } = await createTeam();
    await page.clock.install({ time: Date.now() + hours * HOUR_MS });
    await post(bo, workspace, 'first');
    const told = page.waitForResponse('**/api/v1/realtime/token');
    await openAs(page, ada, workspace, workspace.general);
    await told;

    // The message is shown before the server has seen it, and the answer takes its time.
    const held = Promise.withResolvers<void>();
    await page.route('**/api/v1/team-chat/messages', async (route) => {
      await held.promise;
      await route.continue();
    });
    await composer(page).fill('second');
    await composer(page).press('Enter');
    await expect(messageWith(page, 'second')).toHaveCount(1);
    expect(await errorMs(page, 'second')).toBeLessThan(MINUTE_MS);
    const days = page.getByRole('log').getByRole('separator');
    const daysBefore = await days.allInnerTexts();

    held.resolve();
    await expectSent(page, 'second');
    await post(bo, workspace, 'third');
    await expect(messageWith(page, 'third')).toHaveCount(1);
    expect(await errorMs(page, 'second')).toBeLessThan(MINUTE_MS);
    expect(await days.allInnerTexts()).toEqual(daysBefore);
    const ids = await shownIds(page);
    await page.reload();
    await expect(messageWith(page, 'third')).toHaveCount(1);
    expect(await shownIds(page)).toEqual(ids);
  });
}
