import { createAccount, enter } from './support/account';
import { arrange, callApi } from './support/api';
import { composer, expectSent, messageWith, openAs, say, sidebar, sidebarRow } from './support/chat';
import { nothingHere } from './support/pages';
import { expect, test } from './support/test';
import {
  addToChannel,
  createChannel,
  createTeam,
  createWorkspace,
  join,
  listPeople,
  post,
} from './support/workspace';

/** How long somebody who is out may still look at what was on their screen. */
const SOON = { timeout: 3000 };

test('who is removed from the workspace loses it in the open tab', async ({ openPerson, problems }) => {
  problems.expect(/status of 404/);
  const { workspace, ada, bo } = await createTeam();
  const bosPage = await openPerson('Bo');
  await openAs(bosPage, bo, workspace, workspace.general);
  await post(ada, workspace, 'Bo still hears this');
  await expectSent(bosPage, 'Bo still hears this');
  await arrange(ada, 'PATCH', `/users/${bo.memberId}`, {
    workspace: workspace.id,
    body: { status: 'removed' },
  });
  await expect(messageWith(bosPage, 'Bo still hears this')).toHaveCount(0, SOON);
  await post(ada, workspace, 'Bo must not hear this');
  await expect(bosPage.getByText('Bo must not hear this')).toHaveCount(0);
  const { status } = await callApi(bo, 'GET', '/organizations/current', { workspace: workspace.id });
  expect(status).toBe(404);
  await bosPage.goto(`/w/${workspace.slug}/chat/${workspace.general}`);
  await expect(nothingHere(bosPage)).toBeVisible();
});

test('who is taken out of a private channel loses it in the open tab, and keeps the rest', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/status of 404/);
  const { workspace, ada, bo } = await createTeam();
  const plan = await createChannel(workspace, 'plan', 'private');
  await addToChannel(workspace, plan, [bo.memberId]);
  const bosPage = await openPerson('Bo');
  await openAs(bosPage, bo, workspace, plan);
  await post(ada, workspace, 'before', plan);
  await expectSent(bosPage, 'before');
  await arrange(ada, 'DELETE', `/team-chat/channels/${plan}/members/${bo.memberId}`, {
    workspace: workspace.id,
  });
  await expect(bosPage.getByText('This conversation is no longer shared with you')).toBeVisible(SOON);
  await expect(bosPage.getByText('before')).toHaveCount(0);
  await expect(sidebarRow(bosPage, 'plan')).toHaveCount(0, SOON);
  await post(ada, workspace, 'afterwards', plan);
  await openAs(bosPage, bo, workspace, workspace.general);
  await say(bosPage, 'still here in general');
  await expect(bosPage.getByText('afterwards')).toHaveCount(0);
  const adasPage = await openPerson('Ada');
  await openAs(adasPage, ada, workspace, plan);
  await expectSent(adasPage, 'afterwards');
});

test('those who stay hear on after somebody was removed', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const cy = await join(workspace, await createAccount('Cy'));
  const adasPage = await openPerson('Ada');
  await openAs(adasPage, ada, workspace, workspace.general);
  await post(bo, workspace, 'first');
  await expectSent(adasPage, 'first');
  await arrange(ada, 'PATCH', `/users/${cy.memberId}`, {
    workspace: workspace.id,
    body: { status: 'removed' },
  });
  await post(bo, workspace, 'second');
  await expectSent(adasPage, 'second');
  await post(bo, workspace, 'third');
  await expectSent(adasPage, 'third');
});

test('a guest sees the channel they are in, its people, and nothing else', async ({ page, problems }) => {
  problems.expect(/status of 404/);
  const { workspace, ada, bo } = await createTeam();
  const guest = await join(workspace, await createAccount('Gus Guest'), 'guest');
  const cy = await join(workspace, await createAccount('Cy Moran'));
  const shared = await createChannel(workspace, 'shared', 'private');
  await addToChannel(workspace, shared, [bo.memberId, guest.memberId]);
  await createChannel(workspace, 'inside');
  await post(ada, workspace, 'insiders only');
  await post(bo, workspace, 'welcome, Gus', shared);

  await openAs(page, guest, workspace, shared);
  await expectSent(page, 'welcome, Gus');
  await say(page, 'thank you');
  await expect(
    sidebar(page)
      .getByRole('link')
      .filter({ hasText: /general|inside/ }),
  ).toHaveCount(0);
  await sidebar(page).getByRole('button', { name: 'Add a channel' }).click();
  await page.getByRole('menuitem', { name: 'Browse channels' }).click();
  await expect(page.getByText('There are no public channels yet.')).toBeVisible();
  await page.keyboard.press('Escape');
  await composer(page).pressSequentially('@');
  await expect(page.getByRole('option', { name: /Bo Lind/ })).toBeVisible();
  await expect(page.getByRole('option', { name: new RegExp(cy.name) })).toHaveCount(0);
  expect((await listPeople(guest, workspace.id)).map(({ name }) => name).toSorted()).toEqual([
    'Ada Park',
    'Bo Lind',
    'Gus Guest',
  ]);
  await page.goto(`/w/${workspace.slug}/chat/${workspace.general}`);
  await expect(nothingHere(page)).toBeVisible();
  await page.goto(`/w/${workspace.slug}/settings/audit`);
  await expect(nothingHere(page)).toBeVisible();
});

test('a person of two workspaces switches between them', async ({ page }) => {
  const owner = await createAccount('Ida Holm');
  const [first, second] = [await createWorkspace(owner, 'Harbour'), await createWorkspace(owner, 'Lantern')];
  await enter(page.context(), owner);
  await page.goto('/w');
  await expect(page.getByRole('heading', { name: 'Choose a workspace' })).toBeVisible();
  await page.getByRole('link', { name: /Harbour/ }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${first.slug}/chat`));
  await page.getByRole('button', { name: /^Harbour: switch workspace/ }).click();
  await page.getByRole('menuitem', { name: 'Lantern' }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${second.slug}/chat`));
});
