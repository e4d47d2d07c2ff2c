import type { Page } from '@playwright/test';

import { createAccount } from './support/account';
import { messages, messageWith, openAs, sidebarRow } from './support/chat';
import { expect, test } from './support/test';
import {
  addToChannel,
  createChannel,
  createTeam,
  join,
  type Member,
  post,
  type Workspace,
} from './support/workspace';

const COUNT = 200;
const words = (n: number) => `note ${n} of the ${n % 7 === 0 ? 'glacier' : 'valley'}`;

/** More than one person may post in so short a time, so they take turns. */
async function fill(workspace: Workspace, authors: readonly Member[]): Promise<void> {
  for (let n = 1; n <= COUNT; n += 1) {
    const author = authors[n % authors.length];
    if (author !== undefined) await post(author, workspace, words(n));
  }
}

async function scrollUp(page: Page): Promise<void> {
  await page.getByRole('log').hover();
  await page.mouse.wheel(0, -4000);
}

test('history comes by scrolling, is searched, and every place can be jumped to', async ({ page }) => {
  const { workspace, ada, bo } = await createTeam();
  const others = await Promise.all(
    ['Cy', 'Dee'].map(async (name) => await join(workspace, await createAccount(name))),
  );
  await fill(workspace, [ada, bo, ...others]);
  const side = await createChannel(workspace, 'side');
  await addToChannel(workspace, side, [bo.memberId]);
  await openAs(page, bo, workspace, workspace.general);
  await expect(messageWith(page, words(COUNT))).toBeInViewport();
  await expect(messageWith(page, 'note 1 of')).toHaveCount(0);

  await test.step('up to the first message, in order', async () => {
    await expect(async () => {
      await scrollUp(page);
      await expect(messageWith(page, 'note 1 of')).toBeInViewport({ timeout: 250 });
    }).toPass({ timeout: 40_000, intervals: [50] });
    await expect(page.getByRole('heading', { name: 'This is where #general begins' })).toBeVisible();
    const shown = (await messages(page).allInnerTexts()).map((text) =>
      Number(/note (\d+) of/.exec(text)?.[1]),
    );
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(new Set(shown).size).toBe(shown.length);
  });

  await test.step('back to the newest', async () => {
    await page.getByRole('button', { name: 'Jump to newest' }).click();
    await expect(messageWith(page, words(COUNT))).toBeInViewport();
  });

  await test.step('search, from another conversation, leads to the place', async () => {
    await sidebarRow(page, 'side').click();
    await page.getByRole('button', { name: 'Search messages' }).click();
    await page.getByRole('searchbox', { name: 'Search messages' }).fill('glacier 42');
    const found = page
      .getByRole('listitem')
      .filter({ hasText: words(42) })
      .getByRole('link');
    await found.click();
    await expect(page).toHaveURL(/\?at=42$/);
    await expect(messageWith(page, words(42))).toBeInViewport();
    await expect(messageWith(page, words(COUNT))).toHaveCount(0);
    await page.getByRole('button', { name: 'Jump to newest' }).click();
    await expect(messageWith(page, words(COUNT))).toBeInViewport();
  });

  await test.step('a link to a message opens at it', async () => {
    await page.goto(`/w/${workspace.slug}/chat/${workspace.general}?at=77`);
    await expect(messageWith(page, words(77))).toBeInViewport();
  });

  await test.step('the palette finds messages too', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').fill('glacier 140');
    await page
      .getByRole('option')
      .filter({ hasText: words(140) })
      .click();
    await expect(messageWith(page, words(140))).toBeInViewport();
  });
});
