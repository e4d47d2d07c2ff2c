import {
  controls,
  expectMedia,
  expectSound,
  flowsOf,
  heightOf,
  joinCall,
  openRoom,
  SMALL,
  tileOf,
} from './support/call';
import { expect, test } from './support/test';
import { createTeam } from './support/workspace';

test.use(SMALL);

test('two people see and hear each other, also after one loads the page anew', async ({ openPerson }) => {
  test.setTimeout(120_000);
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

  await controls(bos).getByRole('button', { name: 'Turn camera off' }).click();
  await expect(tileOf(adas, 'Bo Lind').locator('video')).toHaveCount(0);
  await expectSound(adas, 1);
  await controls(bos).getByRole('button', { name: 'Turn camera on' }).click();
  await expect(tileOf(adas, 'Bo Lind').locator('video')).toHaveCount(1);
  await expectMedia(adas, 1);

  await controls(bos).getByRole('button', { name: 'Leave the call' }).click();
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(0);
  expect(await flowsOf(adas)).toEqual({});
});

test('screens are seen, two at once, and are gone when they stop; another camera and microphone take over', async ({
  openPerson,
}) => {
  test.setTimeout(120_000);
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const adas = await openPerson('Ada');
  const bos = await openPerson('Bo');
  await joinCall(adas, ada, code);
  await joinCall(bos, bo, code);
  await expectMedia(adas, 1);
  const bosScreen = tileOf(adas, 'Bo Lind’s screen');
  const adasScreen = tileOf(bos, 'Ada Park’s screen');
  await controls(bos).getByRole('button', { name: 'Share your screen' }).click();
  await expect.poll(async () => await heightOf(bosScreen), { timeout: 20_000 }).toBeGreaterThan(300);
  await controls(adas).getByRole('button', { name: 'Share your screen' }).click();
  await expect.poll(async () => await heightOf(adasScreen), { timeout: 20_000 }).toBeGreaterThan(300);
  await expect(bosScreen).toBeVisible();
  await controls(bos).getByRole('button', { name: 'Stop sharing' }).click();
  await expect(bosScreen).toHaveCount(0);
  await expect(adasScreen).toBeVisible();
  await controls(adas).getByRole('button', { name: 'Stop sharing' }).click();
  await expect(adasScreen).toHaveCount(0);

  await controls(bos).getByRole('button', { name: 'More' }).click();
  await bos.getByRole('menuitem', { name: 'Devices' }).click();
  for (const kind of ['Microphone', 'Camera']) {
    await bos.getByRole('dialog').getByLabel(kind, { exact: true }).click();
    await bos.getByRole('option').last().click();
  }
  await bos.keyboard.press('Escape');
  await expectMedia(adas, 1);
  await expectMedia(bos, 1);
});
