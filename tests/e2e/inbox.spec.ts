import type { Locator, Page } from '@playwright/test';

import { enter } from './support/account';
import { arrange } from './support/api';
import { composer, expectSent, openAs, sidebar, sidebarRow, useMessageMenu } from './support/chat';
import { expect, test } from './support/test';
import {
  addToChannel,
  createChannel,
  createTeam,
  openDirect,
  post,
  type Member,
  type Workspace,
} from './support/workspace';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

// Several pages at once: on a busy machine that takes its time.
test.setTimeout(120_000);

const row = (page: Page, name: string): Locator =>
  sidebar(page).getByRole('link', { name: new RegExp(`^${name}( |$)`) });
const rowNames = async (page: Page): Promise<string[]> =>
  await sidebar(page)
    .locator('[data-conversation]')
    .evaluateAll((rows) => rows.map((one) => one.querySelector('.truncate')?.textContent ?? ''));
const railInbox = (page: Page): Locator =>
  page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Inbox' });
const filter = (page: Page, name: string): Locator =>
  page.getByRole('group', { name: 'Show' }).getByRole('button', { name, exact: true });

async function openInbox(page: Page, person: Member, { slug }: Workspace, query = ''): Promise<void> {
  await enter(page.context(), person);
  await page.goto(`/w/${slug}/inbox${query}`);
  await expect(filter(page, 'All')).toBeVisible();
}

/** Ada and Bo, with #general, #harbour and a direct message between them. */
async function arrangeTeam() {
  const team = await createTeam();
  const { workspace, ada, bo } = team;
  const harbour = await createChannel(workspace, 'harbour');
  await addToChannel(workspace, harbour, [bo.memberId]);
  const direct = await openDirect(ada, workspace, bo);
  return { ...team, harbour, direct };
}

test('what was said last is on top with its words, and the filters show what waits', async ({ page }) => {
  const { workspace, ada, bo, harbour, direct } = await arrangeTeam();
  await post(ada, workspace, 'a word with you', direct);
  await openInbox(page, bo, workspace);
  await expect(row(page, 'Ada Park')).toHaveAccessibleName(/a word with you 1 unread$/);

  await post(ada, workspace, 'the **tide** is out', harbour);
  await expect(row(page, 'harbour')).toHaveAccessibleName(/Ada: the tide is out 1 unread$/);
  const mention = await post(ada, workspace, `<@${bo.memberId}> have a look`);
  await expect(row(page, 'general')).toHaveAccessibleName(/Ada: @Bo Lind have a look 1 mention$/);
  expect(await rowNames(page)).toEqual(['general', 'harbour', 'Ada Park']);
  await expect(page).toHaveTitle('(2) Inbox · Acme');
  await expect(railInbox(page)).toHaveAccessibleName('Inbox 2 unread');

  await filter(page, 'Mentions').click();
  await expect(page).toHaveURL(/\?filter=mentions$/);
  expect(await rowNames(page)).toEqual(['general']);
  await arrange(ada, 'DELETE', `/team-chat/messages/${mention.id}`, { workspace: workspace.id });
  await expect(page.getByRole('heading', { name: 'Nobody is waiting for you' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(row(page, 'general')).toHaveAccessibleName(/This message was deleted\.$/);

  await filter(page, 'Unread').click();
  expect(await rowNames(page)).toEqual(['harbour', 'Ada Park']);
  await page.reload();
  await expect(row(page, 'harbour')).toBeVisible();
  expect(await rowNames(page)).toEqual(['harbour', 'Ada Park']);
  await row(page, 'harbour').click();
  await expectSent(page, 'the tide is out');
  await expect(row(page, 'harbour')).toHaveAttribute('aria-current', 'page');
  await expect(row(page, 'harbour')).toHaveAccessibleName(/the tide is out$/);

  await sidebar(page).getByRole('button', { name: 'Mark all as read' }).click();
  await expect(row(page, 'Ada Park')).toHaveCount(0);
  await expect(page).toHaveTitle('#harbour · Acme');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'Ada Park')).toHaveAccessibleName(/1 unread$/);
  await expect(page).toHaveTitle('(1) #harbour · Acme');
});

test('pin, mute and archive by keyboard, on all devices; what is archived comes back with the next message', async ({
  openPerson,
}) => {
  const { workspace, ada, bo, harbour, direct } = await arrangeTeam();
  await post(ada, workspace, 'hello', direct);
  await post(ada, workspace, 'low tide', harbour);
  await post(ada, workspace, 'good morning');
  const [desk, lap] = [await openPerson('Bo at a desk'), await openPerson('Bo on a train')];
  await openAs(lap, bo, workspace, workspace.general);
  await openInbox(desk, bo, workspace);
  await expect(row(desk, 'Ada Park')).toBeVisible();

  await test.step('pin', async () => {
    await row(desk, 'Ada Park').focus();
    await desk.keyboard.press('p');
    await expect(row(desk, 'Ada Park')).toHaveAccessibleName(/^Ada Park pinned/);
    await expect.poll(async () => (await rowNames(desk))[0]).toBe('Ada Park');
    await expect(sidebar(lap).getByRole('region', { name: 'Pinned' }).getByRole('link')).toHaveText(
      /Ada Park/,
    );
  });
  await test.step('mute: no number, but for mentions', async () => {
    await expect(desk).toHaveTitle('(1) Inbox · Acme');
    await row(desk, 'Ada Park').focus();
    await desk.keyboard.press('m');
    await expect(desk).toHaveTitle('Inbox · Acme');
    await expect(sidebarRow(lap, 'Ada Park')).toHaveAccessibleDescription(/muted/);
    await expect(sidebarRow(lap, 'Ada Park')).toHaveAccessibleName('Ada Park');
    await post(ada, workspace, `<@${bo.memberId}> urgent`, direct);
    await expect(sidebarRow(lap, 'Ada Park')).toHaveAccessibleName('Ada Park 1 unread');
    await expect(desk).toHaveTitle('(1) Inbox · Acme');
  });
  await test.step('archive, think again, archive', async () => {
    await row(desk, 'harbour').focus();
    await desk.keyboard.press('e');
    await expect(row(desk, 'harbour')).toHaveCount(0);
    await expect(sidebarRow(lap, 'harbour')).toHaveCount(0);
    await desk.getByRole('button', { name: 'Undo' }).click();
    await expect(row(desk, 'harbour')).toHaveAccessibleName(/low tide 1 unread$/);
    await expect(sidebarRow(lap, 'harbour')).toBeVisible();
    await row(desk, 'harbour').focus();
    await desk.keyboard.press('e');
    await expect(row(desk, 'harbour')).toHaveCount(0);
    await filter(desk, 'Archived').click();
    await expect(row(desk, 'harbour')).toBeVisible();
    expect(await rowNames(desk)).toEqual(['harbour']);
  });
  await test.step('the next message brings it back', async () => {
    await post(ada, workspace, 'the tide is back', harbour);
    await expect(desk.getByRole('heading', { name: 'Nothing archived' })).toBeVisible();
    await filter(desk, 'All').click();
    await expect(row(desk, 'harbour')).toHaveAccessibleName(/the tide is back 1 unread$/);
    await expect(sidebarRow(lap, 'harbour')).toBeVisible();
  });
});

test('a message marked unread is unread on every device, and a row’s menu reads it', async ({
  openPerson,
}) => {
  const { workspace, ada, bo, harbour } = await arrangeTeam();
  await post(ada, workspace, `<@${bo.memberId}> for later`);
  const [desk, lap] = [await openPerson('Bo at a desk'), await openPerson('Bo on a train')];
  await openAs(desk, bo, workspace, workspace.general);
  await expectSent(desk, 'for later');
  await openInbox(lap, bo, workspace);
  await expect(row(lap, 'general')).toHaveAccessibleName(/for later$/);
  await useMessageMenu(desk, 'for later', 'Mark unread from here');
  await expect(row(lap, 'general')).toHaveAccessibleName(/for later 1 mention$/);
  await expect(lap).toHaveTitle('(1) Inbox · Acme');
  await desk.goto(`/w/${workspace.slug}/chat/${harbour}`);
  await expect(sidebarRow(desk, 'general')).toHaveAccessibleName('general 1 unread');

  await row(lap, 'general').click({ button: 'right' });
  await lap.getByRole('menuitem', { name: 'Mark as read' }).click();
  await expect(row(lap, 'general')).toHaveAccessibleName(/for later$/);
  await expect(sidebarRow(desk, 'general')).toHaveAccessibleName('general');
  await row(lap, 'general').focus();
  await lap.keyboard.press('Shift+F10');
  await expect(lap.getByRole('menuitem', { name: 'Archive for me' })).toBeVisible();
  await lap.keyboard.press('Escape');
  await row(lap, 'general').press('u');
  await expect(sidebarRow(desk, 'general')).toHaveAccessibleName('general 1 unread');
});

test('a channel archived for everybody is among the archived, and can be restored there', async ({
  page,
}) => {
  const { workspace, ada, harbour } = await arrangeTeam();
  await arrange(ada, 'PATCH', `/team-chat/channels/${harbour}`, {
    workspace: workspace.id,
    body: { isArchived: true },
  });
  await openInbox(page, ada, workspace, '?filter=archived');
  await expect(row(page, 'harbour')).toHaveAccessibleName(/for everybody/);
  await row(page, 'harbour').hover();
  await sidebar(page).getByRole('button', { name: 'Menu of harbour' }).click();
  await page.getByRole('menuitem', { name: 'Restore for everybody' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing archived' })).toBeVisible();
});

test('on a phone the inbox comes first, and a conversation is a page of its own', async ({ openPerson }) => {
  const { workspace, ada, bo, harbour } = await arrangeTeam();
  await post(ada, workspace, 'low tide', harbour);
  const page = await openPerson('Bo', PHONE);
  await openInbox(page, bo, workspace, '?filter=unread');
  await expect(page.getByRole('navigation', { name: 'Areas' }).getByRole('link').first()).toHaveText(/Inbox/);
  await row(page, 'harbour').tap();
  await expectSent(page, 'low tide');
  await expect(sidebar(page)).toBeHidden();
  await expect(composer(page)).toBeVisible();
  await page.getByRole('link', { name: 'Back' }).tap();
  await expect(page).toHaveURL(/\/inbox\?filter=unread$/);
  await expect(page.getByRole('heading', { name: 'All read' })).toBeVisible();
});
