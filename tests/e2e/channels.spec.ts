import { composer, messageWith, openAs, say, sidebar, sidebarRow, expectSent } from './support/chat';
import { expect, test } from './support/test';
import { createChannel, createTeam, listConversations } from './support/workspace';

test('a channel is made, found, joined and left; a reload keeps everything', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, workspace.general);
  await openAs(bosPage, bo, workspace, workspace.general);

  await test.step('Ada makes it', async () => {
    await sidebar(adasPage).getByRole('button', { name: 'Add a channel' }).click();
    await adasPage.getByRole('menuitem', { name: 'Create a channel' }).click();
    await adasPage.getByLabel('Name', { exact: true }).fill('Autumn Fair');
    await adasPage.getByLabel('Topic').fill('Stands, signs, soup');
    await adasPage.getByRole('button', { name: 'Create channel' }).click();
    await expect(composer(adasPage)).toHaveAttribute('aria-label', 'Message #autumn-fair');
    await say(adasPage, 'We have stand 12');
  });
  await test.step('Bo finds and joins it', async () => {
    await expect(sidebarRow(bosPage, 'autumn-fair')).toHaveCount(0);
    await sidebar(bosPage).getByRole('button', { name: 'Add a channel' }).click();
    await bosPage.getByRole('menuitem', { name: 'Browse channels' }).click();
    await bosPage.getByRole('textbox', { name: 'Find a channel' }).fill('autumn');
    await bosPage.getByRole('button', { name: 'Join autumn-fair' }).click();
    await expect(sidebarRow(bosPage, 'autumn-fair')).toBeVisible();
    await expectSent(bosPage, 'We have stand 12');
    await say(bosPage, 'I bring the soup');
    await expectSent(adasPage, 'I bring the soup');
  });
  await test.step('a draft and the place survive a reload', async () => {
    await composer(bosPage).fill('half a though');
    await bosPage.reload();
    await expect(composer(bosPage)).toHaveValue('half a though');
    await expectSent(bosPage, 'I bring the soup');
    await expect(sidebarRow(bosPage, 'autumn-fair')).toHaveAttribute('aria-current', 'page');
  });
  await test.step('Bo leaves, and may read on', async () => {
    await bosPage.getByRole('button', { name: 'More about autumn-fair' }).click();
    await bosPage.getByRole('menuitem', { name: 'Leave channel' }).click();
    await bosPage.getByRole('button', { name: 'Leave channel' }).click();
    await expect(sidebarRow(bosPage, 'autumn-fair')).toHaveCount(0);
    await expect(composer(bosPage)).toHaveCount(0);
    await expect(bosPage.getByText('You are reading #autumn-fair.')).toBeVisible();
    await say(adasPage, 'Bo is gone');
    await expect(messageWith(bosPage, 'Bo is gone')).toBeVisible();
  });
});

test('a private channel shows to those who are added, live, and to nobody else', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const plan = await createChannel(workspace, 'plan', 'private');
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, plan);
  await openAs(bosPage, bo, workspace, workspace.general);
  await say(adasPage, 'for the two of us');
  await expect(sidebarRow(bosPage, 'plan')).toHaveCount(0);
  await adasPage.getByRole('button', { name: 'Add people' }).first().click();
  const dialog = adasPage.getByRole('dialog');
  await dialog.getByRole('combobox').fill('bo');
  await dialog.getByRole('combobox').press('Enter');
  await dialog.getByRole('button', { name: 'Add 1 person' }).click();
  await sidebarRow(bosPage, 'plan').click();
  await expectSent(bosPage, 'for the two of us');
  expect(await listConversations(bo, workspace.id)).toHaveLength(2);
});

test('conversations are reached by keyboard alone', async ({ page }) => {
  const { workspace, ada } = await createTeam();
  await createChannel(workspace, 'harbour');
  await openAs(page, ada, workspace, workspace.general);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('harb');
  await page
    .getByRole('option', { name: /harbour/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await expect(composer(page)).toHaveAttribute('aria-label', 'Message #harbour');
  await page.keyboard.press('w');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('typed without a mouse');
  await page.keyboard.press('Enter');
  await expectSent(page, 'typed without a mouse');
});
