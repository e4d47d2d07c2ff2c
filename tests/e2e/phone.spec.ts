import { enter } from './support/account';
import { composer, expectSent, sidebar, sidebarRow } from './support/chat';
import { expect, test } from './support/test';
import { createChannel, createTeam, post } from './support/workspace';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test('on a phone: from the list into a conversation, back, into another, and post', async ({
  openPerson,
}) => {
  const { workspace, ada, bo } = await createTeam();
  await createChannel(workspace, 'harbour');
  await post(bo, workspace, 'written at a desk');
  const page = await openPerson('Ada', PHONE);
  await enter(page.context(), ada);
  await page.goto(`/w/${workspace.slug}/chat`);
  await expect(sidebar(page)).toBeVisible();
  await expect(composer(page)).toHaveCount(0);
  await sidebarRow(page, 'general').tap();
  await expectSent(page, 'written at a desk');
  await expect(sidebar(page)).toBeHidden();
  await page.getByRole('link', { name: 'Back' }).tap();
  await expect(sidebar(page)).toBeVisible();
  await sidebarRow(page, 'harbour').tap();
  await composer(page).tap();
  await composer(page).fill('typed with thumbs');
  await page.getByRole('button', { name: 'Send' }).tap();
  await expectSent(page, 'typed with thumbs');
  await expect(composer(page)).toBeInViewport();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBe(0);
  await page.goBack();
  await expect(sidebar(page)).toBeVisible();
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'People' }).tap();
  await expect(page.getByText('Bo Lind')).toBeVisible();
});

test('on a phone: a tap on a message offers what can be done with it', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  await post(bo, workspace, 'Shall we?');
  const page = await openPerson('Ada', PHONE);
  await enter(page.context(), ada);
  await page.goto(`/w/${workspace.slug}/chat/${workspace.general}`);
  await page.getByText('Shall we?').tap();
  await page.getByRole('toolbar').getByRole('button', { name: 'React' }).tap();
  await page.getByRole('button', { name: '🎉' }).first().tap();
  await expect(page.getByRole('button', { name: '🎉, 1 person, with you' })).toBeVisible();
});
