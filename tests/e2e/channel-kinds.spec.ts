import type { Page } from '@playwright/test';

import { enter } from './support/account';
import { callApi } from './support/api';
import { expectSent, messageWith, openAs, say, sidebar, sidebarRow } from './support/chat';
import { sharedPlace } from './support/place';
import { probeTopics } from './support/raw-topics';
import { expect, test } from './support/test';
import { addToChannel, createChannel, createTeam, listConversations } from './support/workspace';

// Several pages at once: on a busy machine that takes its time.
test.setTimeout(120_000);

async function openChange(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Change channel' }).click();
}

const save = async (page: Page): Promise<void> =>
  await page.getByRole('button', { name: 'Save changes' }).click();

test('a channel that turns private is lost at once to who is not in it, and heard no more', async ({
  openPerson,
  problems,
}) => {
  // What is lost is asked for once more, and refused.
  problems.expect(/status of 404/);
  const { workspace, ada, bo } = await createTeam();
  const plan = await createChannel(workspace, 'plan');
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  const frames: string[] = [];
  bosPage.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => frames.push(payload.toString()));
  });
  await openAs(adasPage, ada, workspace, plan);
  await say(adasPage, 'seen by everybody');
  await enter(bosPage.context(), bo);
  await bosPage.goto(`/w/${workspace.slug}/chat/${plan}`);
  await expectSent(bosPage, 'seen by everybody');
  // Joined, so that it comes as an event.
  await expect.poll(() => frames.join('\n')).toMatch(/realtime:conversation:[^\n]*"ok"/);
  await say(adasPage, 'heard by everybody');
  await expectSent(bosPage, 'heard by everybody');

  await openChange(adasPage, 'plan');
  await adasPage.getByRole('radio', { name: /^Private/ }).check({ force: true });
  await expect(adasPage.getByText('Everybody else loses it at once')).toBeVisible();
  await save(adasPage);
  await expect(
    bosPage.getByRole('heading', { name: 'This conversation is no longer shared with you' }),
  ).toBeVisible();
  await expect(messageWith(bosPage, 'everybody')).toHaveCount(0);
  await expect(adasPage.getByRole('dialog')).toHaveCount(0);
  await say(adasPage, 'between members');

  const moved = (await listConversations(ada, workspace.id)).find(({ id }) => id === plan);
  expect(moved?.kind).toBe('private');
  const probe = await probeTopics(bosPage, sharedPlace(), [moved?.topicName ?? '']);
  await expect.poll(async () => Object.values(await probe.joined())).toEqual(['error']);
  expect(frames.join('\n')).toContain('heard by everybody');
  expect(frames.join('\n')).not.toContain('between members');
  const { status } = await callApi(bo, 'GET', `/team-chat/channels/${plan}/messages`, {
    workspace: workspace.id,
  });
  expect(status).toBe(404);
});

test('a channel that turns public is named first; then everybody finds it and reads all of it', async ({
  openPerson,
}) => {
  const { workspace, ada, bo } = await createTeam();
  const plan = await createChannel(workspace, 'plan', 'private');
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, plan);
  await say(adasPage, 'said among few');
  await openAs(bosPage, bo, workspace, workspace.general);

  await openChange(adasPage, 'plan');
  const dialog = adasPage.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^Public/ }).check({ force: true });
  await expect(dialog.getByText('can read all that was ever said in it')).toBeVisible();
  await save(adasPage);
  await expect(dialog.getByText('Type the name as it is now: plan.')).toBeVisible();
  await dialog.getByLabel('Type “plan” to confirm').fill('plan');
  await save(adasPage);
  await expect(dialog).toHaveCount(0);

  await sidebar(bosPage).getByRole('button', { name: 'Add a channel' }).click();
  await bosPage.getByRole('menuitem', { name: 'Browse channels' }).click();
  await bosPage.getByRole('button', { name: 'Open plan' }).click();
  await expectSent(bosPage, 'said among few');
  await say(adasPage, 'said to everybody');
  await expectSent(bosPage, 'said to everybody');
});

test('people are added and taken out, a channel is renamed, archived for everybody and restored', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/status of 404/);
  const { workspace, ada, bo } = await createTeam();
  const plan = await createChannel(workspace, 'plan', 'private');
  await addToChannel(workspace, plan, [bo.memberId]);
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, plan);
  await openAs(bosPage, bo, workspace, plan);

  await sidebarRow(adasPage, 'plan').click({ button: 'right' });
  await adasPage.getByRole('menuitem', { name: 'Change channel' }).click();
  await adasPage.getByLabel('Name', { exact: true }).fill('Great Plan');
  await adasPage.getByLabel('Topic').fill('What comes next');
  await save(adasPage);
  await expect(bosPage.getByRole('heading', { name: 'great-plan', exact: true })).toBeVisible();
  await expect(bosPage.getByText('What comes next')).toBeVisible();

  await openChange(adasPage, 'great-plan');
  await adasPage.keyboard.press('Escape');
  await adasPage.getByRole('button', { name: /members: show people/ }).click();
  await adasPage.getByRole('listitem').filter({ hasText: 'Bo Lind' }).hover();
  await adasPage.getByRole('button', { name: 'Take Bo Lind out' }).click();
  await adasPage.getByRole('button', { name: 'Take out' }).click();
  await expect(
    bosPage.getByRole('heading', { name: 'This conversation is no longer shared with you' }),
  ).toBeVisible();
  await expect(sidebarRow(bosPage, 'great-plan')).toHaveCount(0);

  await adasPage.getByRole('button', { name: 'More about great-plan' }).click();
  await adasPage.getByRole('menuitem', { name: 'Archive for everybody' }).click();
  await adasPage.getByRole('button', { name: 'Archive for everybody' }).click();
  await expect(sidebarRow(adasPage, 'great-plan')).toHaveCount(0);
  await adasPage.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(sidebarRow(adasPage, 'great-plan')).toBeVisible();
});
