import type { Page } from '@playwright/test';

import { createAccount } from './support/account';
import {
  controls,
  devicesOf,
  expect,
  expectMedia,
  expectSound,
  flowsOf,
  heightOf,
  joinCall,
  openRoom,
  SMALL,
  tileOf,
} from './support/call';
import { test } from './support/test';
import { createTeam, join, type Member } from './support/workspace';

test.use(SMALL);
test.describe.configure({ timeout: 240_000 });

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
  await expect(controls(bos)).toBeVisible();
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

test('who is muted is heard while holding the space bar; who holds to sound sees and shows nothing until they want to', async ({
  openPerson,
}) => {
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const adas = await openPerson('Ada');
  const bos = await openPerson('Bo');
  await joinCall(adas, ada, code);
  await joinCall(bos, bo, code, { speaks: true });
  await expectMedia(adas, 1);
  const bosTile = tileOf(adas, 'Bo Lind');
  await expect(bosTile).toHaveAttribute('data-speaking');

  await controls(bos).getByRole('button', { name: 'Mute' }).click();
  await expect(bosTile.getByText('muted', { exact: true })).toBeAttached();
  await expect(bosTile).not.toHaveAttribute('data-speaking');
  await bos.getByRole('main').focus();
  await bos.keyboard.down('Space');
  await expect(bosTile).toHaveAttribute('data-speaking');
  await bos.keyboard.up('Space');
  await expect(bosTile.getByText('muted', { exact: true })).toBeAttached();
  await expect(bosTile).not.toHaveAttribute('data-speaking');

  const chooseSound = async () => {
    await controls(bos).getByRole('button', { name: 'More' }).click();
    await bos.getByRole('menuitemcheckbox', { name: 'Sound only' }).click();
    // The menu stays, for more choices.
    await bos.keyboard.press('Escape');
  };
  await chooseSound();
  await expect(bosTile.locator('video')).toHaveCount(0);
  await expect(tileOf(bos, 'Ada Park').locator('video')).toHaveCount(0);
  await expectSound(adas, 1);
  await expectSound(bos, 1);
  await chooseSound();
  await expectMedia(adas, 1);
  await expectMedia(bos, 1);
  await expect(bosTile.locator('video')).toHaveCount(1);
  await expect(tileOf(bos, 'Ada Park').locator('video')).toHaveCount(1);
});

test('screens are seen, two at once, and are gone when they stop; another camera and microphone take over', async ({
  openPerson,
}) => {
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
  await expect.poll(async () => await heightOf(bosScreen)).toBeGreaterThan(300);
  await controls(adas).getByRole('button', { name: 'Share your screen' }).click();
  await expect.poll(async () => await heightOf(adasScreen)).toBeGreaterThan(300);
  await expect(bosScreen).toBeVisible();
  await controls(bos).getByRole('button', { name: 'Stop sharing' }).click();
  await expect(bosScreen).toHaveCount(0);
  await expect(adasScreen).toBeVisible();
  await adas.getByRole('status').getByRole('button', { name: 'Stop sharing' }).click();
  await expect(adasScreen).toHaveCount(0);

  await controls(bos).getByRole('button', { name: 'More' }).click();
  await bos.getByRole('menuitem', { name: 'Devices' }).click();
  const before = await devicesOf(bos);
  for (const kind of ['Microphone', 'Camera']) {
    await bos.getByRole('dialog').getByLabel(kind, { exact: true }).click();
    await bos.getByRole('option').last().click();
  }
  await bos.keyboard.press('Escape');
  // What is sent comes from other devices than before, each of them.
  await expect.poll(async () => (await devicesOf(bos)).filter((id) => before.includes(id))).toEqual([]);
  expect(await devicesOf(bos)).toHaveLength(2);
  await expectMedia(adas, 1);
  await expectMedia(bos, 1);
});

async function createCompany(names: readonly string[]): Promise<{ people: Member[]; code: string }> {
  const { workspace, ada, bo } = await createTeam();
  const people = [ada, bo];
  for (const name of names) people.push(await join(workspace, await createAccount(name)));
  return { people, code: await openRoom(workspace) };
}

test('four people who come at once, as when a meeting begins, see and hear one another', async ({
  openPerson,
}) => {
  const timeout = 100_000;
  const { people, code } = await createCompany(['Cy Moss', 'Di Reed']);
  const pages = await Promise.all(
    people.map(async (member) => {
      const page = await openPerson(member.name);
      await joinCall(page, member, code, { timeout });
      return page;
    }),
  );
  for (const page of pages) await expectMedia(page, 3, timeout);
});

test('six people, two of whom talk, are linked each with each', async ({ openPerson }) => {
  const timeout = 100_000;
  const { people, code } = await createCompany(['Cy Moss', 'Di Reed', 'Ed Holt', 'Flo Marsh']);
  const pages: Page[] = [];
  for (const [at, member] of people.entries()) {
    const page = await openPerson(member.name, { viewport: { width: 360, height: 320 } });
    // Six cameras and microphones, and thirty ways between them, are more than one machine can do.
    await joinCall(page, member, code, { listens: at >= 2, timeout });
    pages.push(page);
  }
  for (const [at, page] of pages.entries()) {
    await expectMedia(page, 5, timeout, at < 2 ? 1 : 2);
    await expect(page.locator('[data-tile=person]')).toHaveCount(6);
    await expect(page.locator('[data-tile=person] video')).toHaveCount(2);
  }
});
