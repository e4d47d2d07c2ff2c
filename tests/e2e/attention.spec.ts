import { composer, expectSent, messageWith, openAs, say, sidebar, sidebarRow } from './support/chat';
import { expect, test } from './support/test';
import { addToChannel, createChannel, createTeam, post } from './support/workspace';

const BOLD = '600';

test('what is unread has weight and number in the sidebar until it is read', async ({ page }) => {
  const { workspace, ada, bo } = await createTeam();
  const side = await createChannel(workspace, 'side');
  await addToChannel(workspace, side, [bo.memberId]);
  await openAs(page, bo, workspace, side);
  const general = sidebarRow(page, 'general');
  await expect(general).not.toHaveCSS('font-weight', BOLD);
  await post(ada, workspace, 'nothing for anyone in particular');
  await expect(general).toHaveCSS('font-weight', BOLD);
  await expect(general).toHaveAccessibleName('general');
  await post(ada, workspace, `this is for <@${bo.memberId}>`);
  await expect(general).toHaveAccessibleName('general 1 unread');

  await general.click();
  await expectSent(page, 'this is for');
  await expect(
    page
      .getByRole('separator', { name: 'New' })
      .or(page.getByText('New', { exact: true }))
      .first(),
  ).toBeVisible();
  await expect(general).toHaveAccessibleName('general');
  await sidebarRow(page, 'side').click();
  await expect(general).not.toHaveCSS('font-weight', BOLD);
  await page.reload();
  await expect(general).not.toHaveCSS('font-weight', BOLD);
});

test('a mention elsewhere is told by title and banner, and the banner leads there', async ({ page }) => {
  const { workspace, ada, bo } = await createTeam();
  const side = await createChannel(workspace, 'side');
  await addToChannel(workspace, side, [bo.memberId]);
  await openAs(page, bo, workspace, side);
  await expect(page).toHaveTitle('#side · Acme');
  await expect(async () => {
    await post(ada, workspace, `<@${bo.memberId}> please come over`);
    await expect(page.getByText('Ada Park mentioned you in #general').first()).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(page).toHaveTitle(/^\(\d+\) #side · Acme$/);
  await page.getByRole('button', { name: 'Open', exact: true }).first().click();
  await expect(page).toHaveURL(new RegExp(`/chat/${workspace.general}\\?at=`));
  await expect(messageWith(page, 'please come over').first()).toBeVisible();
  await expect(page).toHaveTitle('#general · Acme');
});

test('what is read in one tab is read in the other', async ({ page }) => {
  const { workspace, ada, bo } = await createTeam();
  const side = await createChannel(workspace, 'side');
  await addToChannel(workspace, side, [bo.memberId]);
  await openAs(page, bo, workspace, side);
  const second = await page.context().newPage();
  await openAs(second, bo, workspace, side);
  await post(ada, workspace, `<@${bo.memberId}> in both tabs`);
  for (const tab of [page, second])
    await expect(sidebarRow(tab, 'general')).toHaveAccessibleName('general 1 unread');
  await sidebarRow(second, 'general').click();
  await expectSent(second, 'in both tabs');
  await expect(sidebarRow(page, 'general')).toHaveAccessibleName('general');
  await say(second, 'written in the second tab');
  await sidebarRow(page, 'general').click();
  await expectSent(page, 'written in the second tab');
});

test('a direct message is between two, and counts for the other', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, workspace.general);
  await openAs(bosPage, bo, workspace, workspace.general);
  await sidebar(adasPage).getByRole('button', { name: 'New direct message' }).first().click();
  const dialog = adasPage.getByRole('dialog', { name: 'New direct message' });
  await dialog.getByRole('combobox', { name: 'To' }).fill('bo');
  await dialog.getByRole('combobox', { name: 'To' }).press('Enter');
  await dialog.getByRole('button', { name: 'Open conversation' }).click();
  await expect(composer(adasPage)).toHaveAttribute('aria-label', 'Message Bo Lind');
  await say(adasPage, 'a word with you');
  await expect(sidebarRow(bosPage, 'Ada Park')).toHaveAccessibleName('Ada Park 1 unread');
  await sidebarRow(bosPage, 'Ada Park').click();
  await expectSent(bosPage, 'a word with you');
  await expect(sidebarRow(bosPage, 'Ada Park')).toHaveAccessibleName('Ada Park');
  await say(bosPage, 'of course');
  await expectSent(adasPage, 'of course');
});
