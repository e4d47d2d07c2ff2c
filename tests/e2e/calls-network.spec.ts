import { createHmac } from 'node:crypto';

import { z } from 'zod';

import { call, callSummary, ice } from '@/lib/meetings/schemas';

import { hasCoturn } from '../support/coturn';
import { arrange } from './support/api';
import {
  controls,
  expect,
  expectMedia,
  expectSound,
  heightOf,
  joinCall,
  openRoom,
  SMALL,
  tileOf,
  waysOf,
} from './support/call';
import { Line } from './support/line';
import { Relays } from './support/relays';
import { test } from './support/test';
import { createTeam } from './support/workspace';

test.use(SMALL);

/** Calls through a relay, and through networks that a test can break: what is sent between browsers passes nowhere else. */
test.describe('through a relay', () => {
  test.skip(!hasCoturn(), 'coturn is not installed (turnserver)');
  test.describe.configure({ timeout: 240_000 });
  let relays: Relays;
  test.beforeAll(async () => {
    relays = await Relays.start();
  });
  test.afterEach(() => {
    relays.adas.mend();
    relays.bos.mend();
  });
  test.afterAll(async () => {
    await relays.stop();
  });

  for (const seconds of [5, 40]) {
    test(`a call goes on when one side was without a network for ${seconds} seconds`, async ({
      openPerson,
      problems,
    }) => {
      problems.expect(/Failed to load resource|WebSocket/);
      const { workspace, ada, bo } = await createTeam();
      const code = await openRoom(workspace);
      const adas = await openPerson('Ada', { baseURL: relays.url });
      const bos = await openPerson('Bo', { baseURL: relays.url });
      const line = await Line.of(bos);
      await joinCall(adas, ada, code, { relay: { ports: [relays.adas.port] } });
      await joinCall(bos, bo, code, { relay: { ports: [relays.bos.port] } });
      await expectMedia(adas, 1);
      await expectMedia(bos, 1);
      const seat = await tileOf(adas, 'Bo Lind').getAttribute('data-seat');

      await line.cut();
      relays.bos.isCut = true;
      await passSeconds(seconds);
      await line.restore();
      relays.bos.mend();
      await expectMedia(bos, 1, 45_000);
      await expectMedia(adas, 1, 45_000);
      await expect(tileOf(adas, 'Bo Lind')).toHaveCount(1);
      await expect(tileOf(bos, 'Ada Park')).toHaveCount(1);
      expect(await tileOf(adas, 'Bo Lind').getAttribute('data-seat')).toBe(seat);
    });
  }

  test('a lossy line is told of and gets a smaller picture, while sound goes on; later all is well, and the history knows', async ({
    openPerson,
  }) => {
    const { workspace, ada, bo } = await createTeam();
    const code = await openRoom(workspace);
    const adas = await openPerson('Ada', { baseURL: relays.url });
    const bos = await openPerson('Bo', { baseURL: relays.url });
    await joinCall(adas, ada, code, { relay: { ports: [relays.adas.port] } });
    await joinCall(bos, bo, code, { relay: { ports: [relays.bos.port] } });
    await expectMedia(bos, 1);
    const lossOf = async () => {
      const figures = await bos.getByText(/% loss/).textContent();
      return Number(/([\d.]+)\s*% loss/.exec(figures ?? '')?.[1] ?? 0);
    };
    const height = await heightOf(tileOf(bos, 'Ada Park'));
    expect(height).toBeGreaterThan(0);

    relays.bos.loss = 0.25;
    await expect.poll(lossOf).toBeGreaterThan(8);
    await expect(bos.getByText(/^Connection (fair|poor|unusable)/)).toBeAttached();
    await expectLimitBelow(adas, 700_000);
    await expectSound(bos, 1);
    await expectSound(adas, 1);

    relays.bos.mend();
    await expect.poll(lossOf).toBeLessThan(3);
    await expect(bos.getByText(/^Connection (very good|good)/)).toBeAttached();
    await expectMedia(bos, 1, 60_000);

    for (const page of [bos, adas]) {
      await controls(page).getByRole('button', { name: 'Leave the call' }).click();
    }
    const answer = await arrange(ada, 'GET', '/calls', { workspace: workspace.id });
    const [past] = z.object({ calls: z.array(callSummary) }).parse(answer).calls;
    expect(past?.attendance.map(({ memberId }) => memberId)).toEqual([ada.memberId, bo.memberId]);
    for (const { score } of past?.attendance ?? []) {
      expect(score).toBeGreaterThan(1);
      expect(score).toBeLessThan(4.5);
    }
  });

  test('where the first relay is dead, the second one carries the call', async ({ openPerson }) => {
    const { workspace, ada, bo } = await createTeam();
    const code = await openRoom(workspace);
    const adas = await openPerson('Ada', { baseURL: relays.url });
    const bos = await openPerson('Bo', { baseURL: relays.url });
    const ports = [relays.adas.port, relays.bos.port];
    relays.adas.isCut = true;
    await joinCall(adas, ada, code, { relay: { ports } });
    await joinCall(bos, bo, code, { relay: { ports } });
    await expectMedia(adas, 1);
    await expectMedia(bos, 1);
    // The one that works dies in the middle, and the other one is back.
    relays.adas.mend();
    relays.bos.isCut = true;
    await expectMedia(adas, 1, 60_000);
    await expectMedia(bos, 1, 60_000);
  });

  test('a relay takes the credentials that a person in the call got, and no others; without one, people are told', async ({
    openPerson,
  }) => {
    const { workspace, ada, bo } = await createTeam();
    const code = await openRoom(workspace);
    const adas = await openPerson('Ada', { baseURL: relays.url });
    const bos = await openPerson('Bo', { baseURL: relays.url });
    await joinCall(adas, ada, code, { relay: { ports: [relays.adas.port] } });
    const forged = { username: `${Math.floor(Date.now() / 1000) + 3600}:forged`, credential: 'forged' };
    await joinCall(bos, bo, code, { relay: { ports: [relays.bos.port], credential: forged } });

    const joined = await arrange(ada, 'GET', `/meeting-rooms/${code}`, { workspace: workspace.id });
    const { id, seats } = z.object({ call }).parse(joined).call;
    const seat = seats.find(({ memberId }) => memberId === ada.memberId)?.id ?? '';
    const path = `/calls/${id}/ice?seat=${seat}`;
    const place = { ...ada.place, url: relays.url };
    const minted = ice.parse(await arrange({ ...ada, place }, 'GET', path, { workspace: workspace.id }));
    const turn = minted.iceServers.find(({ credential }) => credential !== undefined);
    const expiredName = `${Math.floor(Date.now() / 1000) - 60}:${seat}`;
    const expired = {
      username: expiredName,
      credential: createHmac('sha1', relays.coturn.secret).update(expiredName).digest('base64'),
    };
    const { urls, username = '', credential = '' } = turn ?? { urls: [] };
    const relayed = async (known: { username: string; credential: string }) =>
      await adas.evaluate(countRelays, { urls, ...known });
    // Each takes as long as the browser's patience with a relay that refuses.
    const [own, ofThePast, invented] = await Promise.all(
      [{ username, credential }, expired, forged].map(relayed),
    );
    expect(own).toBeGreaterThan(0);
    expect(ofThePast).toBe(0);
    expect(invented).toBe(0);

    await expect(tileOf(adas, 'Bo Lind')).toContainText('cannot be reached yet', { timeout: 60_000 });
  });
});

test('a call goes on when one side cannot reach the server, and after a change of network', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/Failed to load resource|WebSocket/);
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const adas = await openPerson('Ada');
  const bos = await openPerson('Bo');
  const line = await Line.of(bos);
  await joinCall(adas, ada, code);
  await joinCall(bos, bo, code);
  await expectMedia(bos, 1);
  const before = await waysOf(bos);
  expect(before).toHaveLength(1);
  await line.cut();
  await expect(bos.getByText(/^Your connection is away/)).toBeVisible();
  await expectMedia(bos, 1);
  await line.restore();
  // Coming back looks for new ways on all links, as after a change of network.
  await expect(bos.getByText(/^Your connection is away/)).toHaveCount(0);
  await expect.poll(async () => await waysOf(bos)).not.toEqual(before);
  await expectMedia(bos, 1);
  await expectMedia(adas, 1);
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(1);
});

/** Nothing else tells that so much time has passed without a network. */
async function passSeconds(seconds: number): Promise<void> {
  const beganMs = Date.now();
  await expect.poll(() => Date.now() - beganMs, { timeout: 60_000 }).toBeGreaterThan(seconds * 1000);
}

/** Every picture that a page sends is held to less than so many bits a second. */
async function expectLimitBelow(page: Parameters<typeof expectMedia>[0], bps: number): Promise<void> {
  const limit = async () =>
    await page.evaluate(() => {
      const made: RTCPeerConnection[] = Reflect.get(globalThis, 'madeConnections') ?? [];
      const senders = made
        .filter(({ connectionState }) => connectionState === 'connected')
        .flatMap((connection) => connection.getSenders())
        .filter(({ track }) => track?.kind === 'video');
      const limits = senders.map((sender) => {
        const [encoding] = sender.getParameters().encodings;
        return encoding?.active === false ? 0 : (encoding?.maxBitrate ?? Infinity);
      });
      return Math.max(0, ...limits);
    });
  await expect.poll(limit).toBeLessThan(bps);
}

/** Runs in the page: how many relay candidates a connection gets of a server. */
async function countRelays({ urls, username, credential }: RTCIceServer): Promise<number> {
  const iceServers = [{ urls, username: username ?? '', credential: credential ?? '' }];
  const connection = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' });
  let count = 0;
  const done = new Promise<void>((resolve) => {
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null) resolve();
      else if (candidate.type === 'relay') count += 1;
    });
  });
  connection.createDataChannel('probe');
  await connection.setLocalDescription();
  await done;
  connection.close();
  return count;
}
