import type { Browser } from '@playwright/test';
import { Client } from 'pg';
import { z } from 'zod';

import { call, callSummary } from '@/lib/meetings/schemas';

import { arrange } from './support/api';
import { controls, expect, expectMedia, joinCall, openRoom, SMALL, tileOf } from './support/call';
import { Line } from './support/line';
import { test } from './support/test';
import { createTeam, type Member } from './support/workspace';

test.use(SMALL);
test.describe.configure({ timeout: 240_000 });

test('a page that froze is in the call again, in its seat, as soon as it goes on', async ({
  browser,
  openPerson,
}) => {
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const adas = await openPerson('Ada');
  await joinCall(adas, ada, code);
  const others = await renderersOf(browser);
  const bos = await openPerson('Bo');
  await joinCall(bos, bo, code);
  await expectMedia(adas, 1);
  await expectMedia(bos, 1);
  const bosTile = tileOf(adas, 'Bo Lind');
  const seat = await bosTile.getAttribute('data-seat');

  const frozen = (await renderersOf(browser)).filter((id) => !others.includes(id));
  for (const id of frozen) process.kill(id, 'SIGSTOP');
  try {
    await expect(bosTile).toContainText('reconnecting…');
  } finally {
    for (const id of frozen) process.kill(id, 'SIGCONT');
  }
  await expectMedia(adas, 1, 60_000);
  await expectMedia(bos, 1, 60_000);
  await expect(bosTile).toHaveCount(1);
  expect(await bosTile.getAttribute('data-seat')).toBe(seat);
});

test('where live signals are lost, the next sign of life brings them', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const adas = await openPerson('Ada');
  const bos = await openPerson('Bo');
  const line = await Line.of(bos);
  await joinCall(adas, ada, code);
  await joinCall(bos, bo, code);
  await expectMedia(bos, 1);
  line.deafen();
  await adas.reload();
  await expect(controls(adas)).toBeVisible();
  await expectMedia(adas, 1, 60_000);
  await expectMedia(bos, 1, 60_000);
});

test('a laptop that slept so long that its seat was closed comes back to it', async ({
  openPerson,
  problems,
}) => {
  // Its first sign of life is answered that the seat is closed, which it takes again.
  problems.expect(/status of 404/);
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const adas = await openPerson('Ada');
  const bos = await openPerson('Bo');
  await bos.clock.install();
  const line = await Line.of(bos);
  await joinCall(adas, ada, code);
  await joinCall(bos, bo, code);
  await expectMedia(bos, 1);
  const seat = await tileOf(adas, 'Bo Lind').getAttribute('data-seat');

  // The lid closes: nothing runs, and the socket is dead although nobody said so.
  await bos.clock.pauseAt(await bos.evaluate(() => Date.now() + 20_000));
  line.deafen();
  await passMinutes(seat);
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(0);

  await bos.clock.fastForward('00:10:00');
  await bos.clock.resume();
  await expectMedia(bos, 1, 60_000);
  await expectMedia(adas, 1, 60_000);
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(1);
  expect(await tileOf(adas, 'Bo Lind').getAttribute('data-seat')).toBe(seat);
});

test('people whose office was cut off so long that their call was given up talk on, and meet in a new one', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/Failed to load resource|WebSocket/);
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const pages = { ada: await openPerson('Ada'), bo: await openPerson('Bo') };
  const lines = [await Line.of(pages.ada), await Line.of(pages.bo)];
  await joinCall(pages.ada, ada, code);
  await joinCall(pages.bo, bo, code);
  await expectMedia(pages.bo, 1);
  const [before] = await callsOf(ada, workspace.id);
  for (const line of lines) await line.cut();
  await asOperator(
    `update call_seats set seen_at = now() - interval '10 minutes' where call_id = $1`,
    before?.id,
  );
  await asOperator(`update calls set silent_at = now() - interval '9 minutes' where id = $1`, before?.id);
  expect((await callsOf(ada, workspace.id))[0]).toMatchObject({ id: before?.id, endReason: 'empty' });
  // Nobody noticed: what is said goes from browser to browser.
  await expectMedia(pages.bo, 1);
  for (const line of lines) await line.restore();
  const isAnew = async () => {
    const [now] = await callsOf(ada, workspace.id);
    return now?.id !== before?.id && now?.endedAt === null && now.attendance.length === 2;
  };
  await expect.poll(isAnew).toBe(true);
  for (const page of [pages.ada, pages.bo]) {
    await expectMedia(page, 1, 60_000);
    await expect(controls(page).getByRole('button', { name: 'Mute', exact: true })).toBeVisible();
  }
});

test('a browser that died is out of the call within a minute, and the history knows when it left', async ({
  openPerson,
}) => {
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const adas = await openPerson('Ada');
  const bos = await openPerson('Bo');
  await joinCall(adas, ada, code);
  await joinCall(bos, bo, code);
  await expectMedia(adas, 1);
  const seat = await tileOf(adas, 'Bo Lind').getAttribute('data-seat');
  const died = new Promise((resolve) => void bos.on('crash', resolve));
  // It never answers: there is nobody left to.
  const devTools = await bos.context().newCDPSession(bos);
  void devTools.send('Page.crash').catch(() => undefined);
  await died;
  await passMinutes(seat);
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(0);
  await expect(adas.getByText('You are the only one here')).toBeVisible();

  await controls(adas).getByRole('button', { name: 'Leave the call' }).click();
  const history = async () => (await callsOf(ada, workspace.id))[0];
  await expect.poll(async () => (await history())?.endReason).toBe('empty');
  const past = await history();
  const left = past?.attendance.find(({ memberId }) => memberId === bo.memberId)?.leftAt ?? '';
  expect(Date.parse(left)).toBeLessThan(Date.parse(past?.endedAt ?? ''));
});

test('a second page that takes the same seat ends the call at the first one; who is removed is out at once', async ({
  openPerson,
  problems,
}) => {
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const adas = await openPerson('Ada');
  const bos = await openPerson('Bo');
  await joinCall(adas, ada, code);
  await joinCall(bos, bo, code);
  await expectMedia(adas, 1);
  // A duplicated tab has a copy of what the first one kept.
  const kept = await bos.evaluate(() => JSON.stringify(sessionStorage));
  const double = await bos.context().newPage();
  await double.addInitScript((text) => {
    for (const [name, value] of Object.entries(JSON.parse(text))) sessionStorage.setItem(name, String(value));
  }, kept);
  await double.goto(`/meet/${code}`);
  await expect(controls(double)).toBeVisible();
  await expect(bos.getByRole('heading', { name: 'You opened the call elsewhere' })).toBeVisible({});
  await expectMedia(adas, 1);
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(1);

  problems.expect(/status of 40[34]/);
  await arrange(ada, 'PATCH', `/users/${bo.memberId}`, {
    workspace: workspace.id,
    body: { status: 'suspended' },
  });
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(0);
  await expect(controls(double)).toHaveCount(0);
  const room = await arrange(ada, 'GET', `/meeting-rooms/${code}`, { workspace: workspace.id });
  expect(
    z
      .object({ call })
      .parse(room)
      .call.seats.map(({ memberId }) => memberId),
  ).toEqual([ada.memberId]);
});

/** A workspace's calls, the newest first. */
async function callsOf(person: Member, workspace: string) {
  const answer = await arrange(person, 'GET', '/calls', { workspace });
  return z.object({ calls: z.array(callSummary) }).parse(answer).calls;
}

/** The seat's last sign of life is older than seats live. */
async function passMinutes(seatId: string | null): Promise<void> {
  await asOperator(`update call_seats set seen_at = seen_at - interval '1 minute' where id = $1`, seatId);
}

async function asOperator(statement: string, id: string | null | undefined): Promise<void> {
  const client = new Client({ connectionString: process.env['ADMIN_DATABASE_URL'] });
  await client.connect();
  try {
    await client.query(statement, [id]);
  } finally {
    await client.end();
  }
}

/** Process ids of a browser's renderers: pages of different people never share one. */
async function renderersOf(browser: Browser): Promise<number[]> {
  const devTools = await browser.newBrowserCDPSession();
  const { processInfo } = await devTools.send('SystemInfo.getProcessInfo');
  await devTools.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}
