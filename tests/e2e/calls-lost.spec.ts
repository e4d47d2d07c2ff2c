import { Client } from 'pg';
import { z } from 'zod';

import { callSummary } from '@/lib/meetings/schemas';

import { arrange } from './support/api';
import { controls, expectMedia, joinCall, openRoom, SMALL, tileOf } from './support/call';
import { Line } from './support/line';
import { expect, test } from './support/test';
import { createTeam } from './support/workspace';

test.use(SMALL);
test.describe.configure({ timeout: 150_000 });

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
  await expect(controls(adas)).toBeVisible({ timeout: 30_000 });
  await expectMedia(adas, 1, 60_000);
  await expectMedia(bos, 1, 60_000);
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
  await expect(tileOf(adas, 'Bo Lind')).toHaveCount(0, { timeout: 30_000 });
  await expect(adas.getByText('You are the only one here')).toBeVisible();

  await controls(adas).getByRole('button', { name: 'Leave the call' }).click();
  const history = async () => {
    const answer = await arrange(ada, 'GET', '/calls', { workspace: workspace.id });
    return z.object({ calls: z.array(callSummary) }).parse(answer).calls[0];
  };
  await expect.poll(async () => (await history())?.endReason).toBe('empty');
  const past = await history();
  const left = past?.attendance.find(({ memberId }) => memberId === bo.memberId)?.leftAt ?? '';
  expect(Date.parse(left)).toBeLessThan(Date.parse(past?.endedAt ?? ''));
});

/** The seat's last sign of life is older than seats live. */
async function passMinutes(seatId: string | null): Promise<void> {
  const client = new Client({ connectionString: process.env['ADMIN_DATABASE_URL'] });
  await client.connect();
  try {
    await client.query(`update call_seats set seen_at = seen_at - interval '1 minute' where id = $1`, [
      seatId,
    ]);
  } finally {
    await client.end();
  }
}
