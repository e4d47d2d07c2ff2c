import { createAccount } from './support/account';
import { arrange } from './support/api';
import { controls, openRoom, tileOf } from './support/call';
import { openAs } from './support/chat';
import {
  ageAnswer,
  ageRinging,
  banner,
  call,
  callingCard,
  listenAs,
  missedNotice,
  soundOf,
  startCall,
  takeSeat,
} from './support/ringing';
import { expect, test } from './support/test';
import { createTeam, join, openDirect } from './support/workspace';

// Several pages at once, with cameras: on a busy machine that takes its time.
test.setTimeout(180_000);

const PHONE = { viewport: { width: 390, height: 844 } };

/** Ada and Bo with a direct conversation. */
async function arrangePair() {
  const team = await createTeam();
  return { ...team, direct: await openDirect(team.ada, team.workspace, team.bo) };
}

test('a call rings on every device, in one tab of each, until it is answered on one', async ({
  openPerson,
}) => {
  const { workspace, ada, bo, direct } = await arrangePair();
  const laptop = await openPerson('Bo');
  await listenAs(laptop, bo, workspace, direct);
  const secondTab = await laptop.context().newPage();
  await listenAs(secondTab, bo, workspace, workspace.general);
  const phone = await openPerson('Bo by phone', PHONE);
  await listenAs(phone, bo, workspace, direct);
  const adas = await openPerson('Ada');
  await openAs(adas, ada, workspace, direct);
  await adas.getByRole('button', { name: 'Start a voice call' }).dblclick();
  await expect(callingCard(adas).filter({ hasText: 'Calling Bo Lind…' })).toBeVisible({ timeout: 40_000 });

  for (const page of [laptop, secondTab, phone]) {
    await expect(banner(page, 'Ada Park')).toContainText('Voice call');
    await expect(page).toHaveTitle('Ada Park calls…');
  }
  await expect.poll(() => soundOf(laptop.context())).toMatchObject({ now: 1 });
  await expect.poll(() => soundOf(phone.context())).toMatchObject({ now: 1 });

  await banner(phone, 'Ada Park').getByRole('button', { name: 'Accept' }).dblclick();
  await expect(controls(phone)).toBeVisible({ timeout: 40_000 });
  await expect(tileOf(adas, 'Bo Lind')).toBeVisible();
  await expect(tileOf(phone, 'Ada Park')).toHaveCount(1);
  for (const page of [laptop, secondTab]) {
    await expect(banner(page, 'Ada Park')).toHaveCount(0);
    await expect(page).not.toHaveTitle('Ada Park calls…');
    await expect(missedNotice(page, 'Ada Park')).toHaveCount(0);
  }
  expect(await soundOf(laptop.context())).toMatchObject({ now: 0 });

  await controls(phone).getByRole('button', { name: 'Leave the call' }).dblclick();
  await expect(phone.getByRole('heading', { name: 'You left the call' })).toBeVisible();
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(0);
});

test('who declines can say why, and can be called again', async ({ openPerson }) => {
  const { workspace, ada, bo, direct } = await arrangePair();
  const bos = await openPerson('Bo');
  await listenAs(bos, bo, workspace, direct);
  const adas = await openPerson('Ada');
  await openAs(adas, ada, workspace, direct);
  await call(adas, 'video');
  await expect(banner(bos, 'Ada Park')).toContainText('Video call');
  await banner(bos, 'Ada Park').getByRole('button', { name: 'Decline with a message' }).click();
  await bos.getByRole('menuitem', { name: 'I am in a meeting.' }).click();
  await expect(banner(bos, 'Ada Park')).toHaveCount(0);
  await expect(callingCard(adas)).toContainText('Bo Lind declined');
  await expect(callingCard(adas)).toContainText('“I am in a meeting.”');

  // Whoever has just declined is left alone for ten seconds.
  await ageAnswer(bo, 11);
  await adas.getByRole('button', { name: 'Ring again' }).click();
  await expect(banner(bos, 'Ada Park')).toBeVisible();
  await expect(callingCard(adas)).toContainText('Calling Bo Lind…');
  await banner(bos, 'Ada Park').getByRole('button', { name: 'Decline with a message' }).click();
  await bos.getByRole('menuitem', { name: 'Your own message' }).click();
  await bos.getByRole('textbox', { name: 'Your own message' }).fill('At the dentist');
  await bos.keyboard.press('Enter');
  await expect(callingCard(adas)).toContainText('“At the dentist”');

  await callingCard(adas).getByRole('button', { name: 'Leave' }).click();
  await expect(adas.getByRole('heading', { name: 'You left the call' })).toBeVisible();
  await expect(missedNotice(bos, 'Ada Park')).toHaveCount(0);
});

test('who is in another call is busy, and is told of the call', async ({ openPerson }) => {
  const { workspace, ada, bo, direct } = await arrangePair();
  await takeSeat(bo, workspace, await openRoom(workspace));
  const bos = await openPerson('Bo');
  await listenAs(bos, bo, workspace, direct);
  const adas = await openPerson('Ada');
  await openAs(adas, ada, workspace, direct);
  await call(adas, 'voice');
  await expect(callingCard(adas)).toContainText('Bo Lind is in another call');
  await expect(missedNotice(bos, 'Ada Park')).toBeVisible();
  await expect(bos.getByText('You were in another call.')).toBeVisible();
  expect(await soundOf(bos.context())).toEqual({ now: 0, ever: 0 });
});

test('who asked not to be disturbed hears and sees nothing, and is told afterwards', async ({
  openPerson,
}) => {
  const { workspace, ada, bo, direct } = await arrangePair();
  await arrange(bo, 'PUT', '/status', {
    workspace: workspace.id,
    body: { availability: { kind: 'dnd', until: null } },
  });
  const bos = await openPerson('Bo');
  await listenAs(bos, bo, workspace, direct);
  await expect(bos.locator('[data-presence="dnd"]').first()).toBeVisible();
  const adas = await openPerson('Ada');
  await openAs(adas, ada, workspace, direct);
  await call(adas, 'voice');
  await expect(callingCard(adas)).toContainText('Calling Bo Lind…');
  await expect(bos.getByRole('region', { name: 'Live call' })).toBeVisible();
  await expect(banner(bos, 'Ada Park')).toHaveCount(0);
  await expect(bos).not.toHaveTitle('Ada Park calls…');
  await controls(adas).getByRole('button', { name: 'Leave the call' }).click();
  await expect(missedNotice(bos, 'Ada Park')).toBeVisible();
  await expect(bos.getByText('You asked not to be disturbed.')).toBeVisible();
  expect(await soundOf(bos.context())).toEqual({ now: 0, ever: 0 });
});

test('a call that nobody answers is missed, and can be returned', async ({ openPerson }) => {
  const { workspace, ada, bo, direct } = await arrangePair();
  const bos = await openPerson('Bo');
  await listenAs(bos, bo, workspace, workspace.general);
  const { id, code } = await startCall(ada, workspace, direct);
  const adas = await openPerson('Ada');
  await openAs(adas, ada, workspace, direct);
  await adas.goto(`/meet/${code}`);
  await adas.getByRole('button', { name: 'Start the call' }).click();
  await expect(callingCard(adas)).toContainText('Calling Bo Lind…');
  await expect(banner(bos, 'Ada Park')).toBeVisible();
  await ageRinging(id, 50);
  // A sign of life, which comes by itself every ten seconds, at once.
  await controls(adas)
    .getByRole('button', { name: /^(Mute|Unmute)$/ })
    .click();
  await expect(callingCard(adas)).toContainText('Bo Lind did not answer');
  await expect(banner(bos, 'Ada Park')).toHaveCount(0);
  await expect(missedNotice(bos, 'Ada Park')).toBeVisible();
  expect(await soundOf(bos.context())).toMatchObject({ now: 0 });
  await bos.getByRole('button', { name: 'Call back' }).click();
  await expect(tileOf(adas, 'Bo Lind')).toBeVisible({ timeout: 40_000 });
});

test('who was called in a channel calls back there, and it rings at the caller', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const bos = await openPerson('Bo');
  const adas = await openPerson('Ada');
  await listenAs(bos, bo, workspace, workspace.general);
  await listenAs(adas, ada, workspace, workspace.general);
  const { id, code } = await startCall(ada, workspace, workspace.general, 'voice', [bo.memberId]);
  const seat = await takeSeat(ada, workspace, code);
  await expect(banner(bos, 'Ada Park')).toBeVisible();
  await arrange(ada, 'DELETE', `/calls/${id}/seats/${seat}`, { workspace: workspace.id });
  await expect(missedNotice(bos, 'Ada Park')).toBeVisible();
  await bos.getByRole('button', { name: 'Call back' }).click();
  await expect(banner(adas, 'Bo Lind')).toContainText('in #general');
});

test('several calls ring at once, and each stops for itself when its caller gives up', async ({
  openPerson,
}) => {
  const { workspace, ada, bo, direct } = await arrangePair();
  const cy = await join(workspace, await createAccount('Cy Wing'));
  const withCy = await openDirect(cy, workspace, bo);
  const bos = await openPerson('Bo');
  await listenAs(bos, bo, workspace, workspace.general);
  const fromAda = await startCall(ada, workspace, direct);
  const adasSeat = await takeSeat(ada, workspace, fromAda.code);
  await expect(banner(bos, 'Ada Park')).toBeVisible();
  const fromCy = await startCall(cy, workspace, withCy);
  const cysSeat = await takeSeat(cy, workspace, fromCy.code);
  await expect(banner(bos, 'Cy Wing')).toBeVisible();
  await expect.poll(() => soundOf(bos.context())).toMatchObject({ now: 1 });

  await arrange(ada, 'DELETE', `/calls/${fromAda.id}/seats/${adasSeat}`, { workspace: workspace.id });
  await expect(banner(bos, 'Ada Park')).toHaveCount(0);
  await expect(missedNotice(bos, 'Ada Park')).toBeVisible();
  await expect(banner(bos, 'Cy Wing')).toBeVisible();
  expect(await soundOf(bos.context())).toMatchObject({ now: 1 });
  await arrange(cy, 'DELETE', `/calls/${fromCy.id}/seats/${cysSeat}`, { workspace: workspace.id });
  await expect(banner(bos, 'Cy Wing')).toHaveCount(0);
  await expect.poll(() => soundOf(bos.context())).toMatchObject({ now: 0 });
});

test('a call of three: one answers without camera, one comes online while it rings', async ({
  openPerson,
}) => {
  const { workspace, ada, bo } = await createTeam();
  const cy = await join(workspace, await createAccount('Cy Wing'));
  const direct = await openDirect(ada, workspace, bo, cy);
  const bos = await openPerson('Bo');
  await listenAs(bos, bo, workspace, workspace.general);
  const adas = await openPerson('Ada');
  await openAs(adas, ada, workspace, direct);
  await call(adas, 'video');
  await expect(callingCard(adas)).toContainText(/Calling (Bo Lind, Cy Wing|Cy Wing, Bo Lind)…/);
  await expect(banner(bos, 'Ada Park')).toContainText(/in (Ada Park, Cy Wing|Cy Wing, Ada Park)/);
  const cys = await openPerson('Cy');
  await openAs(cys, cy, workspace, workspace.general);
  await expect(banner(cys, 'Ada Park')).toBeVisible();
  await cys.keyboard.press('ControlOrMeta+Shift+A');
  await banner(bos, 'Ada Park').getByRole('button', { name: 'Accept without camera' }).click();
  await expect(tileOf(adas, 'Bo Lind')).toBeVisible({ timeout: 40_000 });
  await expect(controls(bos).getByRole('button', { name: 'Turn camera on' })).toBeVisible();
  for (const name of ['Ada Park', 'Bo Lind'])
    await expect(tileOf(cys, name)).toBeVisible({ timeout: 40_000 });
  await expect(tileOf(adas, 'Cy Wing')).toBeVisible();
});

test('without a network no call is begun or answered; it is said, and can be done again', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket/);
  const { workspace, ada, bo, direct } = await arrangePair();
  const bos = await openPerson('Bo');
  await listenAs(bos, bo, workspace, direct);
  const button = bos.getByRole('button', { name: 'Start a voice call' });
  await bos.context().setOffline(true);
  await button.click();
  await expect(button).toBeEnabled();
  await bos.context().setOffline(false);
  await expect(bos.getByText(/^The call was not started: Parley cannot be reached/)).toBeVisible();

  const { id, code } = await startCall(ada, workspace, direct);
  const seat = await takeSeat(ada, workspace, code);
  await expect(banner(bos, 'Ada Park')).toBeVisible();
  await bos.context().setOffline(true);
  await banner(bos, 'Ada Park').getByRole('button', { name: 'Accept' }).click();
  await expect(banner(bos, 'Ada Park').getByText(/Parley cannot be reached/)).toBeVisible();
  await bos.context().setOffline(false);
  await banner(bos, 'Ada Park').getByRole('button', { name: 'Accept' }).click();
  await expect(controls(bos)).toBeVisible({ timeout: 40_000 });
  await arrange(ada, 'DELETE', `/calls/${id}/seats/${seat}`, { workspace: workspace.id });
});
