import { randomUUID } from 'node:crypto';
import { networkInterfaces } from 'node:os';

import type { Page } from '@playwright/test';
import { z } from 'zod';

import { findTurnserver } from '../../scripts/lib/turn/find-turnserver.ts';
import { createAccount } from './support/account';
import { controls, expectMedia, joinCall, tileOf } from './support/call';
import { LanInstance } from './support/lan-instance';
import { fillSignIn } from './support/pages';
import { expect, test } from './support/test';

const isInNetwork = Object.values(networkInterfaces())
  .flat()
  .some((one) => one !== undefined && !one.internal && one.family === 'IPv4');

test.skip(!isInNetwork, 'this machine is in no network');

let instance: LanInstance;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  instance = new LanInstance();
  await instance.start();
});
test.afterAll(async () => {
  await instance.remove();
});

/** A call of the REST API by the page itself, as its own scripts make them. */
async function callFromPage(page: Page, path: string, workspace: string, body: object): Promise<unknown> {
  const answer = await page.evaluate(
    async ([at, slug, sent]) => {
      const headers = { 'content-type': 'application/json', 'parley-workspace': slug };
      const response = await fetch(`/api/v1${at}`, { method: 'POST', headers, body: sent });
      return { status: response.status, body: await response.json() };
    },
    [path, workspace, JSON.stringify(body)] as const,
  );
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

/** Whether a relay lets the page through with the credentials of its call. */
async function reachesRelay(page: Page): Promise<boolean> {
  return await page.evaluate(async () => {
    const [inCall]: RTCPeerConnection[] = Reflect.get(globalThis, 'madeConnections') ?? [];
    const { iceServers = [] } = inCall?.getConfiguration() ?? {};
    const probe = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' });
    probe.createDataChannel('probe');
    const found = new Promise<boolean>((resolve) => {
      probe.addEventListener('icecandidate', ({ candidate }) => resolve(candidate?.type === 'relay'));
    });
    await probe.setLocalDescription();
    const isFound = await found;
    probe.close();
    return isFound;
  });
}

test('somebody in the same network signs in over HTTPS, and calls with the camera', async ({
  openPerson,
}) => {
  test.setTimeout(180_000);
  const { place } = instance;
  const account = await createAccount('Ada Park', place);
  const options = { baseURL: place.url, ignoreHTTPSErrors: true };
  const phone = await openPerson('phone', options);
  const laptop = await openPerson('laptop', options);

  await phone.goto('/sign-in');
  await fillSignIn(phone, account.email);
  // Twice a whole installation runs here meanwhile.
  await expect(phone).toHaveURL(/\/w\/new/, { timeout: 30_000 });
  const cookies = await phone.context().cookies();
  expect(
    cookies.filter(({ name }) => name.startsWith(place.cookiePrefix)).map(({ secure }) => secure),
  ).toEqual([true, true]);
  const workspace = randomUUID();
  const slug = `acme-${workspace.slice(0, 8)}`;
  await callFromPage(phone, '/organizations', slug, { id: workspace, slug, name: 'Acme' });
  const room = await callFromPage(phone, '/meeting-rooms', slug, { id: randomUUID(), name: 'Stand-up' });
  const { code } = z.object({ code: z.string() }).parse(room);

  const seen: string[] = [];
  phone.on('request', (request) => seen.push(new URL(request.url()).origin));
  phone.on('websocket', (socket) => seen.push(new URL(socket.url()).origin));
  await joinCall(phone, { ...account, memberId: '' }, code);
  await joinCall(laptop, { ...account, memberId: '' }, code);
  expect(await phone.evaluate(() => isSecureContext)).toBe(true);
  await expect(tileOf(phone, 'You').locator('video')).toBeVisible();
  await expectMedia(phone, 1);
  await expectMedia(laptop, 1);
  if (findTurnserver() !== null) expect(await reachesRelay(phone)).toBe(true);

  const own = [place.url, place.url.replace('https', 'wss')];
  expect(new Set(seen.filter((origin) => origin !== 'null'))).toEqual(new Set(own));
  const inbox = await phone.request.get('/inbox', { headers: { host: new URL(place.supabaseUrl).host } });
  expect(inbox.status()).toBe(404);
  await controls(phone).getByRole('button', { name: 'Leave the call' }).click();
});
