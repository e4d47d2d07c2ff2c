import type { Page } from '@playwright/test';

import { createAccount, signIn } from './support/account';
import { arrange } from './support/api';
import { expectSent, messageWith, openAs, openConversation, shownIds, sidebarRow } from './support/chat';
import { Tap } from './support/tap';
import { expect, test } from './support/test';
import {
  addToChannel,
  createChannel,
  createTeam,
  join,
  post,
  type Member,
  type Workspace,
} from './support/workspace';

/** How long somebody who is out may still look at what was on their screen. */
const SOON = { timeout: 4000 };
/** And until a page is elsewhere, which the server has to render first. */
const ELSEWHERE = { timeout: 15_000 };
const AFTERWARDS = 'said afterwards';

test.setTimeout(120_000);

/** Three tabs of one browser: on a channel, on another conversation, on the people. */
async function openTabs(first: Page, person: Member, workspace: Workspace, channel: string) {
  const tabs = [first, await first.context().newPage(), await first.context().newPage()] as const;
  const taps = [await Tap.of(tabs[0]), await Tap.of(tabs[1]), await Tap.of(tabs[2])];
  await openAs(tabs[0], person, workspace, channel);
  await openConversation(tabs[1], workspace, workspace.general);
  await tabs[2].goto(`/w/${workspace.slug}/people`);
  await expect(tabs[2].getByText('Ada Park').first()).toBeVisible();
  return { tabs, taps };
}

const hears = (taps: readonly Tap[]) => taps.flatMap(({ received }) => received).join('\n');

/** Ada and Cy look at the private channel that Bo is in, too. */
async function createScene(openPerson: (name: string) => Promise<Page>) {
  const { workspace, ada, bo } = await createTeam();
  const cy = await join(workspace, await createAccount('Cy Moran'));
  const plan = await createChannel(workspace, 'plan', 'private');
  await addToChannel(workspace, plan, [bo.memberId, cy.memberId]);
  await post(ada, workspace, 'said before', plan);
  const { tabs, taps } = await openTabs(await openPerson('Bo'), bo, workspace, plan);
  const cysPage = await openPerson('Cy');
  await openAs(cysPage, cy, workspace, plan);
  await post(ada, workspace, 'everybody here', plan);
  await expectSent(tabs[0], 'everybody here');
  await expectSent(cysPage, 'everybody here');
  return { workspace, ada, bo, cy, plan, tabs, taps, cysPage };
}

type Scene = Awaited<ReturnType<typeof createScene>>;

/** Ada says more; Cy, who stays, has each of it once and in order, and no bar tells of a lost connection. */
async function expectToGoOn({ workspace, ada, plan, cysPage }: Scene): Promise<void> {
  const before = await shownIds(cysPage);
  const ids: string[] = [];
  for (let n = 1; n <= 5; n += 1) {
    const { id } = await post(ada, workspace, `${AFTERWARDS} ${n}`, plan);
    ids.push(id);
    await expect(cysPage.getByText(/Reconnecting|You are offline/)).toHaveCount(0);
  }
  await expectSent(cysPage, `${AFTERWARDS} 5`);
  await expect.poll(() => shownIds(cysPage)).toEqual([...before, ...ids]);
  await post(ada, workspace, `${AFTERWARDS} 6`, plan);
  await expectSent(cysPage, `${AFTERWARDS} 6`);
}

test('who is taken out of a channel loses it in three tabs, and hears nothing more of it', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/status of 404/);
  const scene = await createScene(openPerson);
  const { workspace, ada, bo, plan, tabs, taps } = scene;
  await arrange(ada, 'DELETE', `/team-chat/channels/${plan}/members/${bo.memberId}`, {
    workspace: workspace.id,
  });
  await expect(tabs[0].getByText('This conversation is no longer shared with you')).toBeVisible(SOON);
  await expect(messageWith(tabs[0], 'said before')).toHaveCount(0);
  for (const tab of tabs.slice(0, 2)) await expect(sidebarRow(tab, 'plan')).toHaveCount(0, SOON);
  await expectToGoOn(scene);
  // The rest of the workspace goes on for him; this comes behind all that was said.
  await post(ada, workspace, 'to everybody');
  await expectSent(tabs[1], 'to everybody');
  for (const tab of tabs) await expect(tab.getByText(AFTERWARDS)).toHaveCount(0);
  expect(hears(taps)).toContain('everybody here');
  expect(hears(taps)).not.toContain(AFTERWARDS);
});

test('who is suspended loses the workspace in three tabs, and hears nothing more of it', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/status of 404/);
  const scene = await createScene(openPerson);
  const { workspace, ada, bo, tabs, taps } = scene;
  await arrange(ada, 'PATCH', `/users/${bo.memberId}`, {
    workspace: workspace.id,
    body: { status: 'suspended' },
  });
  for (const tab of tabs) {
    await expect(tab).not.toHaveURL(new RegExp(workspace.slug), ELSEWHERE);
    await expect(tab.getByText('said before')).toHaveCount(0);
  }
  await expectToGoOn(scene);
  for (const tab of tabs) await expect(tab.getByText(AFTERWARDS)).toHaveCount(0);
  expect(hears(taps)).not.toContain(AFTERWARDS);
});

test('who signs out everywhere hears nothing more in another browser, which asks to sign in', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/status of 401/);
  const scene = await createScene(openPerson);
  const { bo, tabs, taps } = scene;
  const elsewhere = await openPerson('Bo elsewhere');
  const again = await signIn(bo.place, bo.name, bo.email);
  await openAs(elsewhere, again, scene.workspace, scene.workspace.general);
  await elsewhere.goto('/account');
  await elsewhere.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  for (const tab of tabs) await expect(tab).toHaveURL(/\/sign-in/, ELSEWHERE);
  await expectToGoOn(scene);
  for (const tab of tabs) await expect(tab.getByText(AFTERWARDS)).toHaveCount(0);
  expect(hears(taps)).not.toContain(AFTERWARDS);
});
