import { composer, expectSent, messageWith, openAs, say } from './support/chat';
import { expect, test } from './support/test';
import { createTeam, readAll } from './support/workspace';

test('a double click on send posts once', async ({ page }) => {
  const { workspace, ada } = await createTeam();
  await openAs(page, ada, workspace, workspace.general);
  await composer(page).fill('only once');
  await page.getByRole('button', { name: 'Send' }).dblclick();
  await expectSent(page, 'only once');
  expect(await readAll(ada, workspace.id, workspace.general)).toHaveLength(1);
});

test('what is written offline is kept, and sent once when the connection is back', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED/);
  const { workspace, ada, bo } = await createTeam();
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, workspace.general);
  await openAs(bosPage, bo, workspace, workspace.general);
  await say(adasPage, 'before the tunnel');
  await adasPage.context().setOffline(true);
  await expect(adasPage.getByText(/^You are offline/)).toBeVisible();
  await composer(adasPage).fill('in the tunnel');
  await composer(adasPage).press('Enter');
  await expect(messageWith(adasPage, 'in the tunnel')).toContainText('Sending…');
  await composer(adasPage).fill('a draft in the tunnel');
  await say(bosPage, 'meanwhile outside');
  await adasPage.context().setOffline(false);
  for (const page of [adasPage, bosPage]) {
    for (const text of ['before the tunnel', 'meanwhile outside', 'in the tunnel'])
      await expectSent(page, text);
  }
  await expect(adasPage.getByText(/^You are offline/)).toHaveCount(0);
  await expect(composer(adasPage)).toHaveValue('a draft in the tunnel');
  const bodies = (await readAll(ada, workspace.id, workspace.general)).map(({ body }) => body);
  expect(bodies).toEqual(['before the tunnel', 'meanwhile outside', 'in the tunnel']);
});

test('an answer that is lost on the way makes no second message', async ({ page, problems }) => {
  problems.expect(/ERR_FAILED/);
  const { workspace, ada } = await createTeam();
  await openAs(page, ada, workspace, workspace.general);
  let attempts = 0;
  await page.route('**/api/v1/team-chat/messages', async (route) => {
    attempts += 1;
    const response = await route.fetch();
    await (attempts === 1 ? route.abort() : route.fulfill({ response }));
  });
  await say(page, 'heard but not answered');
  await expect.poll(() => attempts).toBeGreaterThanOrEqual(1);
  await page.reload();
  await expectSent(page, 'heard but not answered');
  expect(await readAll(ada, workspace.id, workspace.general)).toHaveLength(1);
});

test('what the server refuses stays with its reason, to try again or discard', async ({ page, problems }) => {
  problems.expect(/403/);
  const { workspace, ada } = await createTeam();
  await openAs(page, ada, workspace, workspace.general);
  await page.route('**/api/v1/team-chat/messages', async (route) => {
    const error = { code: 'forbidden', message: 'Not today.' };
    await route.fulfill({ status: 403, json: { error } });
  });
  await composer(page).fill('let me in');
  await composer(page).press('Enter');
  await expect(messageWith(page, 'let me in').getByRole('alert')).toContainText('Not sent. Not today.');
  await page.unroute('**/api/v1/team-chat/messages');
  await messageWith(page, 'let me in').getByRole('button', { name: 'Try again' }).click();
  await expectSent(page, 'let me in');
  await expect(page.getByRole('alert').filter({ hasText: 'Not sent' })).toHaveCount(0);
});
