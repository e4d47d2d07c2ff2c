import type { BrowserContext, Page } from '@playwright/test';

import { enter, signIn } from './support/account';
import { composer, expectSent, messageWith, openAs, openConversation, useToolbar } from './support/chat';
import { expect, test } from './support/test';
import { createTeam, post, readAll } from './support/workspace';

const CALLS = '**/api/v1/team-chat/**';

/** Lets a browser read, and do nothing. @returns what lets it do things again */
async function blockWrites(context: BrowserContext): Promise<() => Promise<void>> {
  await context.route(CALLS, async (route) => {
    await (route.request().method() === 'GET' ? route.continue() : route.abort());
  });
  return async () => await context.unroute(CALLS);
}

async function refuseMessages(page: Page): Promise<() => Promise<void>> {
  const address = '**/api/v1/team-chat/messages';
  await page.route(address, async (route) => {
    await route.fulfill({ status: 403, json: { error: { code: 'forbidden', message: 'Not today.' } } });
  });
  return async () => await page.unroute(address);
}

async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await expect(messageWith(page, text)).toBeVisible();
}

const line = (page: Page, text: string) => page.getByRole('button', { name: text });

test('what is done while nothing gets through survives a reload, and is done once, in order', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const { workspace, ada, bo } = await createTeam();
  await post(bo, workspace, 'from Bo');
  await post(ada, workspace, 'from Ada');
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, workspace.general);
  await openAs(bosPage, bo, workspace, workspace.general);
  await adasPage.context().setOffline(true);
  for (const text of ['one', 'two', 'three']) await write(adasPage, text);
  await useToolbar(adasPage, 'from Ada', 'Edit');
  const editor = adasPage.getByRole('textbox', { name: 'Edit message' });
  await editor.fill('better from Ada');
  await editor.press('Enter');
  await useToolbar(adasPage, 'from Bo', 'React with 👍');
  await useToolbar(adasPage, 'two', 'React with ✅');
  await expect(line(adasPage, '6 waiting to be sent')).toBeVisible();

  const unblock = await blockWrites(adasPage.context());
  await adasPage.context().setOffline(false);
  await adasPage.reload();
  for (const text of ['one', 'two', 'three'])
    await expect(messageWith(adasPage, text)).toContainText('Sending…');
  await expect(messageWith(adasPage, 'better from Ada')).toBeVisible();
  await expect(messageWith(adasPage, 'from Bo').getByRole('button', { name: /👍/ })).toBeVisible();
  await expect(line(adasPage, '6 waiting to be sent')).toBeVisible();
  await expect(messageWith(bosPage, 'better from Ada')).toHaveCount(0);

  await unblock();
  for (const page of [adasPage, bosPage]) {
    for (const text of ['one', 'two', 'three', 'better from Ada']) await expectSent(page, text);
    await expect(messageWith(page, 'two').getByRole('button', { name: /✅/ })).toBeVisible();
    await expect(messageWith(page, 'from Bo').getByRole('button', { name: /👍/ })).toBeVisible();
  }
  await expect(line(adasPage, 'waiting to be sent')).toHaveCount(0);
  const stored = await readAll(bo, workspace.id, workspace.general);
  expect(stored.map(({ body }) => body)).toEqual(['from Bo', 'better from Ada', 'one', 'two', 'three']);
});

test('of two tabs that were offline each message is sent once', async ({ page, problems }) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED/);
  const { workspace, ada } = await createTeam();
  await openAs(page, ada, workspace, workspace.general);
  const second = await page.context().newPage();
  await openConversation(second, workspace, workspace.general);
  await page.context().setOffline(true);
  await write(page, 'from the first tab');
  await write(second, 'from the second tab');
  await expect(messageWith(page, 'from the second tab')).toBeVisible();
  await page.context().setOffline(false);
  for (const tab of [page, second])
    for (const text of ['from the first tab', 'from the second tab']) await expectSent(tab, text);
  const bodies = (await readAll(ada, workspace.id, workspace.general)).map(({ body }) => body);
  expect(bodies).toEqual(['from the first tab', 'from the second tab']);
});

test('what could not be sent is listed, to be sent again or discarded', async ({ page, problems }) => {
  problems.expect(/403/);
  const { workspace, ada } = await createTeam();
  await openAs(page, ada, workspace, workspace.general);
  const allow = await refuseMessages(page);
  await write(page, 'second thoughts');
  await write(page, 'let me in');
  await expect(messageWith(page, 'let me in').getByRole('alert')).toContainText('Not sent. Not today.');
  await page.reload();
  await line(page, '2 could not be sent').click();
  const list = page.getByRole('dialog', { name: 'Not sent yet' }).getByRole('region', { name: '#general' });
  const entry = (text: string) => list.getByRole('listitem').filter({ hasText: text });
  await expect(entry('let me in')).toContainText('Not today.');
  await allow();
  await entry('second thoughts').getByRole('button', { name: 'Discard' }).click();
  await entry('let me in').getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('dialog')).toContainText('Everything was sent.');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
  await expectSent(page, 'let me in');
  await expect(messageWith(page, 'second thoughts')).toHaveCount(0);
  expect(await readAll(ada, workspace.id, workspace.general)).toHaveLength(1);
});

test('nobody else who signs in sends or sees it; signing out asks, and deletes it', async ({
  page,
  problems,
}) => {
  problems.expect(/ERR_FAILED|401/);
  const { workspace, ada, bo } = await createTeam();
  const context = page.context();
  await openAs(page, ada, workspace, workspace.general);
  const unblock = await blockWrites(context);
  await write(page, 'only as Ada');
  await enter(context, bo);
  await unblock();
  const bosPage = await context.newPage();
  await openConversation(bosPage, workspace, workspace.general);
  await expect(messageWith(bosPage, 'only as Ada')).toHaveCount(0);
  await expect(line(bosPage, 'waiting to be sent')).toHaveCount(0);
  // The tab of before finds out whose it is now.
  await expect(messageWith(page, 'only as Ada')).toHaveCount(0);
  expect(await readAll(ada, workspace.id, workspace.general)).toEqual([]);
  await bosPage.close();

  await openAs(page, ada, workspace, workspace.general);
  await expectSent(page, 'only as Ada');
  const [stored] = await readAll(ada, workspace.id, workspace.general);
  expect(stored?.authorId).toBe(ada.memberId);

  const block = await blockWrites(context);
  await write(page, 'never mind');
  await page.getByRole('button', { name: /^Your menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out and delete' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await block();
  await openAs(page, await signIn(ada.place, ada.name, ada.email), workspace, workspace.general);
  await expectSent(page, 'only as Ada');
  await expect(messageWith(page, 'never mind')).toHaveCount(0);
});
