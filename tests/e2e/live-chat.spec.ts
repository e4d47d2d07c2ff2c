import { enter } from './support/account';
import { createAccount } from './support/account';
import {
  composer,
  expectSent,
  messages,
  messageWith,
  openAs,
  openConversation,
  say,
  shownIds,
  sidebar,
  useMessageMenu,
  useToolbar,
} from './support/chat';
import { expect, test } from './support/test';
import { createTeam, join, readAll } from './support/workspace';

test('two people talk live: each message appears once, in one order for both', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  // Tall enough for all of it however the two take turns: the list draws only what is near the screen.
  const tall = { viewport: { width: 1280, height: 1400 } };
  const [adasPage, bosPage] = [await openPerson('Ada', tall), await openPerson('Bo', tall)];
  await openAs(adasPage, ada, workspace, workspace.general);
  await openAs(bosPage, bo, workspace, workspace.general);

  await say(adasPage, 'Good morning');
  await expectSent(bosPage, 'Good morning');
  // Both write at the same time, faster than the answers come.
  const write = async (page: typeof adasPage, name: string) => {
    for (let n = 1; n <= 8; n += 1) {
      await composer(page).fill(`${name} ${n}`);
      await composer(page).press('Enter');
    }
  };
  await Promise.all([write(adasPage, 'from Ada'), write(bosPage, 'from Bo')]);
  for (const page of [adasPage, bosPage]) {
    await expect(messages(page)).toHaveCount(17);
    await expect(page.getByText('Sending…')).toHaveCount(0);
  }
  const stored = (await readAll(ada, workspace.id, workspace.general)).map(({ id }) => id);
  await expect.poll(async () => await shownIds(adasPage)).toEqual(stored);
  await expect.poll(async () => await shownIds(bosPage)).toEqual(stored);
  await adasPage.reload();
  await expect.poll(async () => await shownIds(adasPage)).toEqual(stored);
});

test('edits, reactions and deletions reach the other at once', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, workspace.general);
  await openAs(bosPage, bo, workspace, workspace.general);
  await say(adasPage, 'Lunch at twelf');
  await useToolbar(adasPage, 'Lunch at twelf', 'Edit');
  const editor = adasPage.getByRole('textbox', { name: 'Edit message' });
  await editor.fill('Lunch at twelve');
  await editor.press('Enter');
  for (const page of [adasPage, bosPage]) {
    await expect(messageWith(page, 'Lunch at twelve')).toContainText('(edited)');
    await expect(messageWith(page, 'twelf')).toHaveCount(0);
  }

  await useToolbar(bosPage, 'Lunch at twelve', 'React with 👍');
  await expect(bosPage.getByRole('button', { name: '👍, 1 person, with you' })).toBeVisible();
  const chip = adasPage.getByRole('button', { name: '👍, 1 person', exact: true });
  await chip.click();
  await expect(bosPage.getByRole('button', { name: '👍, 2 people, with you' })).toBeVisible();
  await bosPage.getByRole('button', { name: '👍, 2 people, with you' }).click();
  await expect(adasPage.getByRole('button', { name: '👍, 1 person, with you' })).toBeVisible();

  await expect(messageWith(bosPage, 'Lunch at twelve').getByRole('button', { name: 'Edit' })).toHaveCount(0);
  await useMessageMenu(adasPage, 'Lunch at twelve', 'Delete message');
  await adasPage
    .getByRole('alertdialog')
    .or(adasPage.getByRole('dialog'))
    .getByRole('button', { name: 'Delete message' })
    .click();
  for (const page of [adasPage, bosPage]) {
    await expect(messageWith(page, 'This message was deleted.')).toHaveCount(1);
    await expect(messageWith(page, 'Lunch at twelve')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /👍/ }).filter({ hasText: '1' })).toHaveCount(0);
  }
});

test('an emoji of the picker is chosen with the pointer far from the message', async ({ page }) => {
  const { workspace, ada } = await createTeam();
  await openAs(page, ada, workspace, workspace.general);
  await say(page, 'We have won');
  await useToolbar(page, 'We have won', 'React');
  const search = page.getByRole('searchbox', { name: 'Search emoji' });
  await search.fill('rocket');
  await page.mouse.move(5, 5);
  const rocket = page
    .getByRole('gridcell', { name: 'Rocket' })
    .or(page.getByRole('button', { name: '🚀' }))
    .last();
  await rocket.click();
  await expect(page.getByRole('button', { name: '🚀, 1 person, with you' })).toBeVisible();
});

test('a mention is chosen from a list, and stands out for the one it names', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, workspace.general);
  await openAs(bosPage, bo, workspace, workspace.general);
  await composer(adasPage).pressSequentially('Can @bo');
  await expect(adasPage.getByRole('option', { name: /Bo Lind/ })).toBeVisible();
  await composer(adasPage).press('Enter');
  await composer(adasPage).pressSequentially('look at this?');
  await expect(composer(adasPage)).toHaveValue('Can @Bo Lind look at this?');
  await composer(adasPage).press('Enter');
  await expect(bosPage.locator('[data-mention="me"]')).toHaveText('@Bo Lind');
  await expect(adasPage.locator('[data-mention="other"]')).toHaveText('@Bo Lind');
  const [stored] = await readAll(ada, workspace.id, workspace.general);
  expect(stored?.body).toBe(`Can <@${bo.memberId}> look at this?`);
});

test('who is typing shows, and goes with the message', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, workspace.general);
  await openAs(bosPage, bo, workspace, workspace.general);
  await expect(async () => {
    await composer(bosPage).pressSequentially('x');
    await expect(adasPage.getByText('Bo Lind is typing…')).toBeVisible({ timeout: 3500 });
  }).toPass();
  await composer(bosPage).fill('done');
  await composer(bosPage).press('Enter');
  await expectSent(adasPage, 'done');
  await expect(adasPage.getByText('Bo Lind is typing…')).toHaveCount(0);
});

test('somebody new is there for the others without a reload', async ({ openPerson }) => {
  const { workspace, ada } = await createTeam();
  const adasPage = await openPerson('Ada');
  await openAs(adasPage, ada, workspace, workspace.general);
  const cy = await join(workspace, await createAccount('Cy Moran'));
  const cysPage = await openPerson('Cy');
  await enter(cysPage.context(), cy);
  await openConversation(cysPage, workspace, workspace.general);
  await say(cysPage, 'Hello, I am new');
  await expect(messageWith(adasPage, 'Hello, I am new')).toContainText('Cy Moran');
  await expect(sidebar(adasPage)).toBeVisible();
});
