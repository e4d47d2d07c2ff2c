import type { Page } from '@playwright/test';

import { arrange } from './support/api';
import { messageWith, openAs, sidebar } from './support/chat';
import { createManyConversations } from './support/many-conversations';
import { Tap } from './support/tap';
import { expect, test } from './support/test';
import { createTeam, listConversations, post } from './support/workspace';

const BOLD = '600';
/** A hint waits 400 ms at most; the rest is for a busy machine. */
const SOON = { timeout: 3000 };

/** Ids of the conversations that stand there as unread. */
const shownUnread = (page: Page): Promise<string[]> =>
  sidebar(page)
    .locator('a[href*="/chat/"]')
    .evaluateAll(
      (links, bold) =>
        links
          .filter((link) => link.ariaCurrent === null && getComputedStyle(link).fontWeight === bold)
          .map((link) => link.getAttribute('href')?.split('/').at(-1) ?? '')
          .toSorted(),
      BOLD,
    );

test('a person in a thousand conversations sees what is new in any of them, over a hundred topics at most', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const { workspace, ada, bo } = await createTeam();
  const many = await createManyConversations(workspace, bo);
  const tap = await Tap.of(page);
  await openAs(page, bo, workspace, workspace.general);
  // A hundred of each section, and what is open.
  await expect.poll(() => sidebar(page).locator('a[href*="/chat/"]').count()).toBeGreaterThanOrEqual(200);
  expect(await sidebar(page).locator('a[href*="/chat/"]').count()).toBeLessThanOrEqual(201);
  const [recent, old] = [0, -1];
  const samples = [
    many.public.at(old) ?? '',
    many.private.at(recent) ?? '',
    many.private.at(old) ?? '',
    many.direct.at(recent) ?? '',
    many.direct.at(old) ?? '',
  ];
  await expect.poll(() => tap.joins.length).toBeGreaterThan(60);
  await post(ada, workspace, 'first of all');
  await expect(messageWith(page, 'first of all')).toBeVisible({ timeout: 45_000 });
  expect(new Set(tap.joins).size).toBeLessThanOrEqual(100);

  for (const id of samples) {
    expect(await shownUnread(page)).not.toContain(id);
    const { id: message } = await post(ada, workspace, 'news', id);
    const startedMs = Date.now();
    await expect.poll(() => shownUnread(page), SOON).toContain(id);
    test.info().annotations.push({ type: 'unread after', description: `${Date.now() - startedMs} ms` });
    await arrange(ada, 'DELETE', `/team-chat/messages/${message}`, { workspace: workspace.id });
    await expect.poll(() => shownUnread(page), SOON).not.toContain(id);
  }

  for (const id of samples.slice(1, 3)) await post(ada, workspace, 'before the cut', id);
  await tap.cut();
  for (const id of samples.slice(2)) await post(ada, workspace, 'during the cut', id);
  const unread = (await listConversations(bo, workspace.id))
    .filter(({ unreadCount, id }) => unreadCount > 0 && id !== workspace.general)
    .map(({ id }) => id)
    .toSorted();
  expect(unread).toEqual(samples.slice(1).toSorted());
  await expect.poll(() => shownUnread(page), { timeout: 15_000 }).toEqual(unread);
});
