import type { Page } from '@playwright/test';

import { createAccount, enter } from './support/account';
import { arrange } from './support/api';
import { expectAccessible } from './support/axe';
import { controls, joinCall, tileOf } from './support/call';
import { composer, messageWith, sidebar } from './support/chat';
import { ageRinging, banner, startCall, takeSeat } from './support/ringing';
import { expect, test } from './support/test';
import {
  createChannel,
  createTeam,
  createWorkspace,
  makeInvitation,
  post,
  type Workspace,
} from './support/workspace';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const LOOKS = [
  { theme: 'light', size: 'desktop', viewport: DESKTOP },
  { theme: 'dark', size: 'desktop', viewport: DESKTOP },
  { theme: 'light', size: 'phone', viewport: PHONE },
  { theme: 'dark', size: 'phone', viewport: PHONE },
] as const;

const BODIES = [
  'A line of **bold**, _italic_, ~~struck~~ and `code`, with [a link](https://example.com)',
  '```ts\nconst answer: number = 42; // a comment\n```',
  '> quoted\n\n- one\n- two\n\n1. first\n2. second',
  '| a | b |\n|---|---|\n| 1 | 2 |',
];

let workspace: Workspace;
let emptyWorkspace: Workspace;
let invitation: string;

test.beforeAll(async () => {
  const team = await createTeam();
  ({ workspace } = team);
  for (const body of BODIES) await post(team.bo, workspace, body);
  const mention = await post(team.bo, workspace, `<@${team.ada.memberId}> have a look`);
  expect(mention.seq).toBe(BODIES.length + 1);
  await post(team.ada, workspace, 'I did');
  await createChannel(workspace, 'harbour');
  emptyWorkspace = await createWorkspace(await createAccount('Nia Solo'), 'Solo');
  invitation = new URL(await makeInvitation(workspace)).pathname;
});

/** Looks at a page once what is awaited there is there. */
async function look(page: Page, path: string, heading: RegExp | string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
  await expectAccessible(page, path);
}

for (const { theme, size, viewport } of LOOKS) {
  const options = { viewport, colorScheme: theme };

  test(`pages for everybody, ${theme}, ${size}`, async ({ openPerson }) => {
    const page = await openPerson('a visitor', options);
    await look(page, '/', /./);
    await look(page, '/sign-in', 'Sign in');
    await look(page, '/sign-up', 'Create your account');
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByText('Enter your name.')).toBeVisible();
    await expectAccessible(page, 'sign-up with faults');
    await look(page, '/forgot', 'Choose a new password');
    await look(page, invitation, 'Join Acme');
  });

  test(`chat, ${theme}, ${size}`, async ({ openPerson }) => {
    const page = await openPerson('Ada', options);
    await enter(page.context(), workspace.owner);
    await page.goto(`/w/${workspace.slug}/chat/${workspace.general}`);
    await expect(messageWith(page, 'I did')).toBeVisible();
    await expect(page.locator('pre').first()).toBeVisible();
    await expectAccessible(page, 'a conversation');
    if (size === 'phone') {
      await page.goto(`/w/${workspace.slug}/chat`);
      await expect(sidebar(page)).toBeVisible();
      await expectAccessible(page, 'the list');
      return;
    }
    await messageWith(page, 'I did').hover();
    await expect(page.getByRole('toolbar')).toBeVisible();
    await expectAccessible(page, 'the toolbar of a message');
    await composer(page).pressSequentially('@b');
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectAccessible(page, 'the list of people to mention');
    await composer(page).fill('');
    await page.getByRole('button', { name: 'Search messages' }).click();
    await page.getByRole('searchbox', { name: 'Search messages' }).fill('look');
    await expect(page.getByRole('listitem').filter({ hasText: 'have a look' })).toBeVisible();
    await expectAccessible(page, 'search');
    await page.getByRole('button', { name: /members: show people/ }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Bo Lind' })).toBeVisible();
    await expectAccessible(page, 'people of a channel');
  });

  test(`the inbox, ${theme}, ${size}`, async ({ openPerson }) => {
    const page = await openPerson('Ada', options);
    await enter(page.context(), workspace.owner);
    await page.goto(`/w/${workspace.slug}/inbox`);
    await expect(sidebar(page).getByRole('link', { name: /^general/ })).toBeVisible();
    await expectAccessible(page, 'the inbox');
    await page.goto(`/w/${workspace.slug}/inbox?filter=mentions`);
    await expect(page.getByRole('heading', { name: 'Nobody is waiting for you' })).toBeVisible();
    await expectAccessible(page, 'an empty inbox');
    await page.goto(`/w/${workspace.slug}/inbox`);
    await sidebar(page)
      .getByRole('link', { name: /^general/ })
      .click();
    await expect(messageWith(page, 'I did')).toBeVisible();
    await expectAccessible(page, 'a conversation beside the inbox');
    if (size === 'phone') return;
    await sidebar(page)
      .getByRole('link', { name: /^general/ })
      .click({ button: 'right' });
    await expect(page.getByRole('menuitem', { name: 'Archive for me' })).toBeVisible();
    await expectAccessible(page, 'the menu of a row');
  });

  test(`the workspace, ${theme}, ${size}`, async ({ openPerson }) => {
    const page = await openPerson('Ada', options);
    await enter(page.context(), workspace.owner);
    const base = `/w/${workspace.slug}`;
    await look(page, `${base}/people`, 'People');
    await look(page, `${base}/people?invite`, 'Invite people');
    await look(page, `${base}/settings`, /./);
    await look(page, `${base}/settings/audit`, 'Audit log');
    await look(page, '/w/new', 'Create a workspace');
    await look(page, '/account', 'Your account');
  });
}

// Calls themselves look the same in both themes.
for (const { theme, size, viewport } of [LOOKS[0], LOOKS[3]]) {
  const options = { viewport, colorScheme: theme };

  test(`calls, ${theme}, ${size}`, async ({ openPerson }) => {
    test.slow();
    const { workspace: team, ada, bo } = await createTeam();
    const page = await openPerson('Ada', options);
    await enter(page.context(), ada);
    const { id, code } = await startCall(bo, team, team.general, 'voice', [ada.memberId]);
    await takeSeat(bo, team, code);
    // It rings for as long as looking at it takes.
    await ageRinging(id, -600);
    await page.goto(`/w/${team.slug}/meetings`);
    await expect(banner(page, 'Bo Lind')).toBeVisible();
    await expectAccessible(page, 'a call that rings over the area of meetings');
    await page.keyboard.press('ControlOrMeta+Shift+D');
    await expect(banner(page, 'Bo Lind')).toHaveCount(0);
    await page.getByText('#general').last().click();
    await expect(page.getByRole('list', { name: 'Who was there' })).toBeVisible();
    await expectAccessible(page, 'the history of calls');
    await joinCall(page, ada, code, { listens: true });
    await expect(tileOf(page, 'Bo Lind')).toBeVisible({ timeout: 40_000 });
    await expectAccessible(page, 'the stage');
    await controls(page).getByRole('button', { name: 'People' }).click();
    await expect(page.getByRole('complementary', { name: /^People/ })).toBeVisible();
    await expectAccessible(page, 'people in a call');
    await page.keyboard.press('Escape');
    await controls(page).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Devices' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, 'the devices');
    await arrange(bo, 'POST', `/calls/${id}/end`, { workspace: team.id });
    await expect(page.getByRole('heading', { name: 'The call is over' })).toBeVisible();
    await expectAccessible(page, 'after a call');
  });
}

for (const theme of ['light', 'dark'] as const) {
  const options = { viewport: DESKTOP, colorScheme: theme };

  test(`dialogs and menus, ${theme}`, async ({ openPerson }) => {
    const page = await openPerson('Ada', options);
    await enter(page.context(), workspace.owner);
    await page.goto(`/w/${workspace.slug}/chat`);
    const add = sidebar(page).getByRole('button', { name: 'Add a channel' });
    for (const item of ['Create a channel', 'Browse channels']) {
      await add.click();
      await expect(page.getByRole('menuitem', { name: item })).toBeVisible();
      await expectAccessible(page, 'a menu');
      await page.getByRole('menuitem', { name: item }).click();
      await expect(page.getByRole('dialog', { name: item })).toBeVisible();
      if (item === 'Browse channels')
        await expect(page.getByRole('button', { name: 'Open harbour' })).toBeVisible();
      await expectAccessible(page, item);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await sidebar(page).getByRole('button', { name: 'New direct message' }).first().click();
    await expect(page.getByRole('option', { name: /Bo Lind/ })).toBeVisible();
    await expectAccessible(page, 'a new direct message');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectAccessible(page, 'the palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await expectAccessible(page, 'the shortcuts');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Your menu/ }).click();
    await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
    await expectAccessible(page, 'one’s own menu');
  });

  test(`a new workspace and the API reference, ${theme}`, async ({ openPerson }) => {
    const page = await openPerson('Nia', options);
    await enter(page.context(), emptyWorkspace.owner);
    await look(
      page,
      `/w/${emptyWorkspace.slug}/chat/${emptyWorkspace.general}`,
      'This is where #general begins',
    );
    await look(page, `/w/${emptyWorkspace.slug}/people`, 'You are the first one here');
    await page.goto('/developers');
    await expect(page.getByRole('heading', { name: 'Parley API' })).toBeVisible();
    await expectAccessible(page, 'the API reference');
  });
}
