import { composer, messageWith, openAs, say } from './support/chat';
import { expect, test } from './support/test';
import { createTeam, post } from './support/workspace';

test('a new version is offered, never forced, and takes nothing that was written', async ({ page }) => {
  const { workspace, ada, bo } = await createTeam();
  await openAs(page, ada, workspace, workspace.general);
  await say(page, 'before the new version');
  const offer = page.getByText('A new version is ready');
  await expect(offer).toHaveCount(0);

  await page.route('**/api/v1/team-chat/messages', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'parley-version': 'next' } });
  });
  await say(page, 'the answer to this one says so');
  await expect(offer).toBeVisible();

  await composer(page).fill('a draft that must stay');
  await post(bo, workspace, 'life goes on meanwhile');
  await expect(messageWith(page, 'life goes on meanwhile')).toBeVisible();
  await expect(composer(page)).toHaveText('a draft that must stay');

  await page.context().setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await expect(offer).toHaveCount(0);
  await page.context().setOffline(false);
  await expect(offer).toBeVisible();

  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(messageWith(page, 'life goes on meanwhile')).toBeVisible();
  await expect(composer(page)).toHaveText('a draft that must stay');
  await expect(offer).toHaveCount(0);
});

test('every answer of the API names the version of the page', async ({ page, request }) => {
  const { workspace, ada } = await createTeam();
  const answered = page.waitForResponse('**/api/v1/realtime/token');
  await openAs(page, ada, workspace, workspace.general);
  const version = (await answered).headers()['parley-version'];
  expect(version).toMatch(/^[\w.-]+$/);
  const refused = await request.get('/api/v1/team-chat/conversations');
  expect(refused.headers()['parley-version']).toBe(version);
});
