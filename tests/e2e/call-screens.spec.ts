import type { Page } from '@playwright/test';

import { enter } from './support/account';
import { arrange } from './support/api';
import { expectAccessible } from './support/axe';
import { controls, joinCall, openRoom, tileOf } from './support/call';
import { ageAnswer, banner, listenAs, startCall } from './support/ringing';
import { expect, test } from './support/test';
import { createTeam, type Member } from './support/workspace';

// Several pages at once, with cameras: on a busy machine that takes its time.
test.setTimeout(180_000);

/** Has the browser refuse devices, as it does for a person who said no, or who has none. */
async function refuseDevices(page: Page, name: string, kinds: readonly ('audio' | 'video')[]): Promise<void> {
  await page.addInitScript(
    ([error, refused]) => {
      const { mediaDevices } = navigator;
      const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (wanted) => {
        const isRefused = refused.some((kind) => Reflect.get(wanted ?? {}, kind) !== undefined);
        if (isRefused) throw new DOMException('refused', error);
        return await getUserMedia(wanted);
      };
    },
    [name, kinds] as const,
  );
}

async function openPreJoin(page: Page, person: Member, code: string): Promise<void> {
  await enter(page.context(), person);
  await page.goto(`/meet/${code}`);
  await expect(page.getByRole('button', { name: /^(Join|Start the call)$/ })).toBeVisible();
}

test('before a call one sees and hears oneself, chooses devices, and is remembered', async ({
  openPerson,
}) => {
  const { workspace, ada } = await createTeam();
  const code = await openRoom(workspace);
  const page = await openPerson('Ada');
  await openPreJoin(page, ada, code);
  await expect(page.getByRole('heading', { name: 'Stand-up' })).toBeVisible();
  await expect(page.getByText('Nobody is here yet.')).toBeVisible();
  const picture = page.getByRole('region', { name: 'Your picture' }).locator('video');
  await expect
    .poll(async () => await picture.evaluate((video: HTMLVideoElement) => video.videoWidth))
    .toBeGreaterThan(0);
  const level = page.getByRole('meter', { name: 'Level of your microphone' });
  await expect
    .poll(async () => await level.evaluate((meter: HTMLMeterElement) => meter.value))
    .toBeGreaterThan(0);

  for (const field of ['Microphone', 'Camera', 'Speaker'])
    await expect(page.getByRole('combobox', { name: field })).toContainText('System default');
  await page.getByRole('combobox', { name: 'Microphone' }).click();
  await page.getByRole('option', { name: 'Fake Audio Input 2' }).click();
  await expect(page.getByRole('combobox', { name: 'Microphone' })).toContainText('Fake Audio Input 2');
  await page.getByRole('button', { name: 'Play a test sound' }).click();
  await expect(page.getByText('Playing…').or(page.getByText('Play a test sound'))).toBeVisible();

  await page.getByRole('heading', { name: 'Stand-up' }).click();
  await page.keyboard.press('m');
  await page.keyboard.press('v');
  await expect(picture).toHaveCount(0);
  await expect(page.getByText('Your camera is off')).toBeVisible();
  await page.getByRole('button', { name: 'Start the call' }).click();
  await expect(controls(page).getByRole('button', { name: 'Unmute' })).toBeVisible({ timeout: 40_000 });
  await expect(controls(page).getByRole('button', { name: 'Turn camera on' })).toBeVisible();
  await controls(page).getByRole('button', { name: 'Leave the call' }).click();

  await page.goto(`/meet/${code}`);
  await expect(page.getByRole('combobox', { name: 'Microphone' })).toContainText('Fake Audio Input 2');
});

const troubles = [
  {
    error: 'NotAllowedError',
    kinds: ['audio', 'video'],
    says: 'Your browser does not let Parley use your microphone and camera. Allow it beside the address and try again, or join without.',
  },
  {
    error: 'NotFoundError',
    kinds: ['audio', 'video'],
    says: 'No microphone and no camera was found. You can join and listen.',
  },
  {
    error: 'NotReadableError',
    kinds: ['video'],
    says: 'Another program uses your camera, or it did not start. Close that program and try again, or join without.',
  },
] as const;

for (const { error, kinds, says } of troubles) {
  test(`devices that cannot be had (${error}) are told in words, and one joins without`, async ({
    openPerson,
  }) => {
    const { workspace, ada } = await createTeam();
    const page = await openPerson('Ada');
    await refuseDevices(page, error, kinds);
    await openPreJoin(page, ada, await openRoom(workspace));
    await expect(page.getByText(says)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expectAccessible(page, error);
    await page.getByRole('button', { name: 'Start the call' }).click();
    const isHeard = !kinds.some((kind) => kind === 'audio');
    await expect(controls(page).getByRole('button', { name: isHeard ? 'Mute' : 'Unmute' })).toBeVisible({
      timeout: 40_000,
    });
    await expect(controls(page).getByRole('button', { name: 'Turn camera on' })).toBeVisible();
  });
}

test('a call by keyboard: mute, camera, people, layout, pin, the list of keys, leave', async ({
  openPerson,
}) => {
  const { workspace, ada, bo } = await createTeam();
  const { id, code } = await startCall(ada, workspace, workspace.general, 'video');
  const bos = await openPerson('Bo');
  await joinCall(bos, bo, code);
  const adas = await openPerson('Ada');
  await joinCall(adas, ada, code);
  const tile = tileOf(adas, 'Bo Lind');
  await expect(tile.locator('video')).toBeVisible({ timeout: 40_000 });
  await expect(tile.getByText(/^(microphone on|speaking)$/)).toBeAttached();
  await expect(adas.getByText(/^\d+ ms · \d+\.\d % loss$/)).toBeVisible({ timeout: 40_000 });

  await bos.keyboard.press('m');
  await bos.keyboard.press('v');
  await expect(controls(bos).getByRole('button', { name: 'Unmute' })).toBeVisible();
  await expect(tile.getByText('muted', { exact: true })).toBeAttached();
  await expect(tile.locator('video')).toHaveCount(0);

  await adas.keyboard.press('p');
  const people = adas.getByRole('complementary', { name: 'People · 2' });
  await expect(people.getByRole('listitem').filter({ hasText: 'Bo Lind' })).toContainText('muted');
  await expect(people.getByText('Not in the call')).toHaveCount(0);
  await adas.keyboard.press('Escape');
  await expect(people).toHaveCount(0);

  await adas.keyboard.press('?');
  const sheet = adas.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const action of ['Mute', 'Turn camera off', 'Hold to talk', 'Share your screen', 'People'])
    await expect(sheet.getByText(action, { exact: true }).first()).toBeVisible();
  await expectAccessible(adas, 'the keys of a call');
  await adas.keyboard.press('Escape');

  await controls(adas).getByRole('button', { name: 'More' }).click();
  await adas.getByRole('menuitemradio', { name: 'Speaker' }).click();
  await adas.keyboard.press('Escape');
  await expect(adas.getByRole('list').filter({ hasText: 'Bo Lind' })).not.toContainText('You');
  await adas.getByRole('button', { name: 'Pin Bo Lind' }).focus();
  await adas.keyboard.press('Enter');
  await expect(adas.getByRole('button', { name: 'Unpin Bo Lind' })).toHaveAttribute('aria-pressed', 'true');

  await controls(adas).getByRole('button', { name: 'Leave the call' }).focus();
  await adas.keyboard.press('Enter');
  await expect(adas.getByRole('heading', { name: 'You left the call' })).toBeVisible();
  await adas.getByRole('button', { name: 'Join again' }).click();
  await expect(controls(adas)).toBeVisible({ timeout: 40_000 });
  await arrange(ada, 'POST', `/calls/${id}/end`, { workspace: workspace.id, body: {} });
  for (const page of [adas, bos])
    await expect(page.getByRole('heading', { name: 'The call is over' })).toBeVisible();
});

test('whoever is not in the call can be rung from the panel, called before or not', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/status of 409/);
  const { workspace, ada, bo } = await createTeam();
  const { code } = await startCall(ada, workspace, workspace.general);
  const bos = await openPerson('Bo');
  await listenAs(bos, bo, workspace, workspace.general);
  const adas = await openPerson('Ada');
  await joinCall(adas, ada, code);
  await controls(adas).getByRole('button', { name: 'People' }).click();
  const row = adas.getByRole('listitem').filter({ hasText: 'Bo Lind' });
  await row.getByRole('button', { name: 'Ring Bo Lind' }).click();
  await expect(row).toContainText('ringing…');
  await expect(banner(bos, 'Ada Park')).toContainText('in #general');
  await bos.keyboard.press('ControlOrMeta+Shift+D');
  await expect(row).toContainText('declined');
  await row.getByRole('button', { name: 'Ring Bo Lind' }).click();
  await expect(adas.getByText('They have just declined. Give them ten seconds')).toBeVisible();
  await ageAnswer(bo, 11);
  await row.getByRole('button', { name: 'Ring Bo Lind' }).click();
  await expect(banner(bos, 'Ada Park')).toBeVisible();
});

test('a dialog that a menu opened keeps the focus, and its lists stay open', async ({ openPerson }) => {
  const { workspace, ada } = await createTeam();
  const page = await openPerson('Ada');
  await joinCall(page, ada, await openRoom(workspace), { listens: true });
  for (let times = 0; times < 4; times += 1) {
    await controls(page).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Devices' }).click();
    const dialog = page.getByRole('dialog');
    // The menu has gone for good, and with it what it does to the focus.
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(dialog.locator(':focus')).toHaveCount(1);
    await dialog.getByLabel('Speaker', { exact: true }).click();
    await page.getByRole('option').last().click();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }
});
