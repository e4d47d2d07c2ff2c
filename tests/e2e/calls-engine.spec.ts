import { controls, expectMedia, flowOf, joinCall, openRoom, tileOf } from './support/call';
import { Line } from './support/line';
import { expect, test } from './support/test';
import { createTeam } from './support/workspace';

test('two people see and hear each other, also after one loads the page anew', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const adas = await openPerson('Ada');
  const bos = await openPerson('Bo');
  await joinCall(adas, ada, code);
  await joinCall(bos, bo, code);
  await expectMedia(adas, 1);
  await expectMedia(bos, 1);
  const seat = await tileOf(adas, 'Bo Lind').getAttribute('data-seat');

  await bos.reload();
  await expect(controls(bos)).toBeVisible({ timeout: 20_000 });
  await expectMedia(adas, 1);
  await expectMedia(bos, 1);
  expect(await tileOf(adas, 'Bo Lind').getAttribute('data-seat')).toBe(seat);
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(1);

  await controls(bos).getByRole('button', { name: 'Mute' }).click();
  await expect(tileOf(adas, 'Bo Lind').getByText('muted', { exact: true })).toBeAttached();
  await controls(bos).getByRole('button', { name: 'Turn camera off' }).click();
  await expect(tileOf(adas, 'Bo Lind').locator('video')).toHaveCount(0);
  await controls(bos).getByRole('button', { name: 'Turn camera on' }).click();
  await expect(tileOf(adas, 'Bo Lind').locator('video')).toHaveCount(1);
  await expectMedia(adas, 1);

  await controls(bos).getByRole('button', { name: 'Leave the call' }).click();
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(0);
  expect((await flowOf(adas)).connections).toBe(0);
});

test('a shared screen is seen, and is gone when it stops', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const adas = await openPerson('Ada');
  const bos = await openPerson('Bo');
  await joinCall(adas, ada, code);
  await joinCall(bos, bo, code);
  await expectMedia(adas, 1);
  await controls(bos).getByRole('button', { name: 'Share your screen' }).click();
  const screen = tileOf(adas, 'Bo Lind’s screen').locator('video');
  await expect(screen).toBeVisible();
  await expect
    .poll(async () => await screen.evaluate((video: HTMLVideoElement) => video.videoWidth), {
      timeout: 20_000,
    })
    .toBeGreaterThan(600);
  await controls(bos).getByRole('button', { name: 'Stop sharing' }).click();
  await expect(screen).toHaveCount(0);
  await expectMedia(adas, 1);
});

for (const seconds of [5, 40]) {
  test(`a call goes on when one side cannot reach the server for ${seconds} seconds`, async ({
    openPerson,
    problems,
  }) => {
    test.setTimeout(180_000);
    problems.expect(/Failed to load resource|WebSocket/);
    const { workspace, ada, bo } = await createTeam();
    const code = await openRoom(workspace);
    const adas = await openPerson('Ada');
    const bos = await openPerson('Bo');
    const line = await Line.of(bos);
    await joinCall(adas, ada, code);
    await joinCall(bos, bo, code);
    await expectMedia(bos, 1);
    await line.cut();
    await passSeconds(seconds);
    await line.restore();
    await expectMedia(bos, 1, 40_000);
    await expectMedia(adas, 1, 40_000);
    await expect(tileOf(adas, 'Bo Lind')).toHaveCount(1);
  });
}

/** Nothing else tells that so much time has passed without a network. */
async function passSeconds(seconds: number): Promise<void> {
  const beganMs = Date.now();
  await expect.poll(() => Date.now() - beganMs, { timeout: 60_000 }).toBeGreaterThan(seconds * 1000);
}
