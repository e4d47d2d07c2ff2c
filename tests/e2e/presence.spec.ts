import type { Locator, Page } from '@playwright/test';

import { openAs, openConversation, sidebar, sidebarRow } from './support/chat';
import { expect, test } from './support/test';
import { createTeam, openDirect, post } from './support/workspace';

const dot = (place: Locator, state: string): Locator => place.locator(`[data-presence="${state}"]`);
/** Somebody who leaves is shown a while longer: they may just be loading the page again. */
const PATIENTLY = { timeout: 20_000 };
const ownMenu = (page: Page): Locator => page.getByRole('button', { name: /^Your menu/ }).first();

test('two people: online, away, do not disturb, a status that ends, offline with a last sight', async ({
  openPerson,
}) => {
  const { workspace, ada, bo } = await createTeam();
  const direct = await openDirect(ada, workspace, bo);
  const adasPage = await openPerson('Ada');
  await openAs(adasPage, ada, workspace, direct);
  const bosRow = sidebarRow(adasPage, 'Bo Lind');
  const bar = adasPage.getByRole('main').locator('header');
  await expect(dot(bosRow, 'offline')).toBeVisible();
  await expect(dot(ownMenu(adasPage), 'online')).toBeVisible();

  const bosPage = await openPerson('Bo');
  await bosPage.clock.install();
  await openAs(bosPage, bo, workspace, workspace.general);
  await expect(dot(bosRow, 'online')).toBeVisible();
  await expect(bosRow).toHaveAccessibleDescription('Online');
  await expect(bar).toContainText('Online');

  await bosPage.clock.fastForward('05:01');
  await expect(dot(bosRow, 'away')).toBeVisible();
  await expect(bar).toContainText(/Away · last seen \d\d:\d\d/);
  await bosPage.mouse.move(200, 200);
  await bosPage.mouse.move(220, 220);
  await expect(dot(bosRow, 'online')).toBeVisible();

  await ownMenu(bosPage).click();
  await bosPage.getByRole('menuitem', { name: '1 hour' }).click();
  await expect(dot(bosRow, 'dnd')).toBeVisible();
  await expect(dot(ownMenu(bosPage), 'dnd')).toBeVisible();
  await expect(ownMenu(bosPage)).toHaveAccessibleDescription('Do not disturb');
  await post(ada, workspace, 'quietly now', direct);
  await expect(sidebarRow(bosPage, 'Ada Park')).toHaveAccessibleName('Ada Park 1 unread');
  await expect(bosPage.getByRole('button', { name: 'Open', exact: true })).toHaveCount(0);

  await ownMenu(bosPage).click();
  await expect(
    bosPage.getByRole('menuitemradio', { name: /Do not disturb until \d\d:\d\d/ }),
  ).toHaveAttribute('aria-checked', 'true');
  await bosPage.getByRole('menuitemradio', { name: 'Active' }).click();
  await expect(dot(bosRow, 'online')).toBeVisible();
  await bosPage.getByRole('menuitem', { name: 'Set a status…' }).click();
  await bosPage.getByRole('button', { name: /Vacation/ }).click();
  await bosPage.getByRole('button', { name: 'Save' }).click();
  await expect(bosRow).toContainText(/🏖️ until \w+/);
  await expect(bosRow).toHaveAccessibleDescription(/^Online, 🏖️ Vacation until /);
  await expect(bar).toContainText('🏖️ Vacation until');

  await bosPage.goto('about:blank');
  await expect(dot(bosRow, 'offline')).toBeVisible(PATIENTLY);
  await expect(bar).toContainText(/Offline · last seen \d\d:\d\d/);
});

test('two tabs of one person are one person', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const direct = await openDirect(ada, workspace, bo);
  const adasPage = await openPerson('Ada');
  await openAs(adasPage, ada, workspace, direct);
  const bosRow = sidebarRow(adasPage, 'Bo Lind');
  const first = await openPerson('Bo');
  await first.clock.install();
  await openAs(first, bo, workspace, workspace.general);
  await expect(dot(bosRow, 'online')).toBeVisible();
  const second = await first.context().newPage();
  await openConversation(second, workspace, workspace.general);
  await expect(dot(ownMenu(second), 'online')).toBeVisible();

  const away = first.waitForRequest(
    (request) => request.url().endsWith('/presence') && (request.postData() ?? '').includes('"away"'),
  );
  await first.clock.fastForward('05:01');
  await (await away).response();
  await ownMenu(second).click();
  await second.getByRole('menuitemradio', { name: 'Busy' }).click();
  await expect(dot(bosRow, 'busy')).toBeVisible();
  await expect(dot(ownMenu(first), 'busy')).toBeVisible();
  await second.getByRole('menuitemradio', { name: 'Active' }).click();
  await expect(dot(bosRow, 'online')).toBeVisible();

  await second.goto('about:blank');
  await expect(dot(bosRow, 'away')).toBeVisible();
  await first.goto('about:blank');
  await expect(dot(bosRow, 'offline')).toBeVisible(PATIENTLY);
});

test('people who are merely on the screen are asked after, within a minute', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const adasPage = await openPerson('Ada');
  await adasPage.clock.install();
  await openAs(adasPage, ada, workspace, workspace.general);
  await adasPage.getByRole('button', { name: /2 members: show people/ }).click();
  const bosRow = adasPage.getByRole('listitem').filter({ hasText: 'Bo Lind' });
  await expect(dot(bosRow, 'offline')).toBeVisible();
  const bosPage = await openPerson('Bo');
  const here = bosPage.waitForResponse(
    (response) => response.url().endsWith('/api/v1/presence') && response.ok(),
  );
  await openAs(bosPage, bo, workspace, workspace.general);
  await here;
  await adasPage.clock.fastForward('00:50');
  await expect(dot(bosRow, 'online')).toBeVisible();
  await expect(bosRow).toContainText('Online');

  await adasPage.goto(`/w/${workspace.slug}/people`);
  const row = adasPage.getByRole('main').getByRole('listitem').filter({ hasText: 'Bo Lind' });
  await expect(dot(row, 'online')).toBeVisible();
  await expect(sidebar(adasPage)).toBeVisible();
});
