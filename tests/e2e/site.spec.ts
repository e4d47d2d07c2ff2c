import { expectSent } from './support/chat';
import { fillSignIn } from './support/pages';
import { sharedPlace } from './support/place';
import { expect, test } from './support/test';
import { createTeam, post } from './support/workspace';

test('health says that every part is up, with its version where it tells one', async ({ request }) => {
  const response = await request.get('/api/health');
  const part = { ok: true, version: expect.any(String) };
  expect(response.status()).toBe(200);
  expect(await response.json()).toEqual({
    ok: true,
    database: part,
    auth: part,
    realtime: part,
    storage: { ok: true },
  });
});

test('the icon is found under the names that browsers try', async ({ request }) => {
  for (const name of ['/icon.svg', '/favicon.ico']) {
    const response = await request.get(name);
    expect([name, response.status()]).toEqual([name, 200]);
    expect(response.headers()['content-type']).toMatch(/^image\//);
  }
});

test('pages come with a policy that lets nothing foreign in, and a new nonce each time', async ({
  request,
}) => {
  const policies = new Set<string>();
  for (const path of ['/', '/sign-in', '/sign-in']) {
    const headers = (await request.get(path)).headers();
    const policy = headers['content-security-policy'] ?? '';
    policies.add(policy);
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("'unsafe-eval'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  }
  expect(policies.size).toBe(3);
  const invitation = await request.get(`/invite/${'a'.repeat(43)}`);
  expect(invitation.headers()['referrer-policy']).toMatch(/^(no-referrer|strict-origin)$/);
});

test('who is not signed in signs in first, and comes to where they wanted to go', async ({ page }) => {
  const { workspace, bo } = await createTeam();
  const message = await post(bo, workspace, 'look here');
  const wanted = `/w/${workspace.slug}/chat/${workspace.general}?at=${message.seq}`;
  for (const path of ['/account', `/w/${workspace.slug}/settings/audit`, wanted]) {
    await page.goto(path);
    await expect(page).toHaveURL(`${sharedPlace().url}/sign-in?next=${encodeURIComponent(path)}`);
  }
  await fillSignIn(page, bo.email);
  await expect(page).toHaveURL(`${sharedPlace().url}${wanted}`);
  await expectSent(page, 'look here');
});

test('an address that leads nowhere says so', async ({ page, problems }) => {
  problems.expect(/status of 404/);
  const response = await page.goto('/nowhere');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
});
