import { createAccount, enter } from './support/account';
import { arrange, callApi } from './support/api';
import { controls, joinCall, openRoom } from './support/call';
import { openAs } from './support/chat';
import { startCall, takeSeat } from './support/ringing';
import { expect, test } from './support/test';
import { addToChannel, createChannel, createTeam, join } from './support/workspace';

// Several pages at once, with cameras: on a busy machine that takes its time.
test.setTimeout(180_000);

test('who is removed from the conversation is out of its call', async ({ openPerson, problems }) => {
  problems.expect(/status of 40[349]/);
  const { workspace, ada, bo } = await createTeam();
  const secret = await createChannel(workspace, 'secret', 'private');
  await addToChannel(workspace, secret, [bo.memberId]);
  const { code } = await startCall(ada, workspace, secret);
  await takeSeat(ada, workspace, code);
  const bos = await openPerson('Bo');
  await joinCall(bos, bo, code);
  await arrange(ada, 'DELETE', `/team-chat/channels/${secret}/members/${bo.memberId}`, {
    workspace: workspace.id,
  });
  await expect(bos.getByRole('heading', { name: 'You are no longer in this call' })).toBeVisible({
    timeout: 40_000,
  });
});

test('a seat that is taken in a second window goes on there alone', async ({ openPerson }) => {
  const { workspace, ada } = await createTeam();
  const code = await openRoom(workspace);
  const first = await openPerson('Ada');
  await joinCall(first, ada, code);
  const opened = first.context().waitForEvent('page');
  await first.evaluate(() => window.open(location.href));
  const second = await opened;
  await expect(controls(second)).toBeVisible({ timeout: 40_000 });
  await expect(first.getByRole('heading', { name: 'You opened the call elsewhere' })).toBeVisible();
  await first.getByRole('button', { name: 'Join here instead' }).click();
  await expect(controls(first)).toBeVisible({ timeout: 40_000 });
});

test('a full call says so, and lets in who comes after somebody left', async ({ openPerson, problems }) => {
  problems.expect(/status of 40[49]/);
  const { workspace, ada, bo } = await createTeam();
  const code = await openRoom(workspace);
  const [cy, dee] = [
    await join(workspace, await createAccount('Cy Young')),
    await join(workspace, await createAccount('Dee Fox')),
  ];
  for (const person of [bo, bo, cy, cy, dee]) await takeSeat(person, workspace, code);
  const page = await openPerson('Ada');
  await enter(page.context(), ada);
  await page.goto(`/meet/${code}`);
  await expect(page.getByText(/Bo Lind.*Dee Fox.* here/)).toBeVisible();
  await takeSeat(dee, workspace, code);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'The call is full' })).toBeVisible();
  await page.reload();
  await expect(page.getByText('The call is full. Six people can be in it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeDisabled();
});

test('a code is forgiven its capitals and spaces; one that is nobody’s says so; guessing ends', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/status of 404/);
  const { workspace, bo } = await createTeam();
  const code = await openRoom(workspace, 'Weekly');
  const page = await openPerson('Bo');
  await enter(page.context(), bo);
  await page.goto('/meet');
  const field = page.getByRole('textbox', { name: 'Code or link of a room' });
  await field.fill('abc');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByText('A code has ten letters, such as abc-defg-hjk.')).toBeVisible();
  await field.fill('aaa-aaaa-aaa');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: 'There is no such room' })).toBeVisible();
  await field.fill(` ${code.replaceAll('-', ' ').toUpperCase()} `);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: 'Weekly' })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/meet/${code}$`));
  await page.goto(`/meet/${code.replaceAll('-', '').toUpperCase()}`);
  await expect(page).toHaveURL(new RegExp(`/meet/${code}$`));

  let status = 404;
  for (let tries = 0; status === 404 && tries < 60; tries += 1)
    ({ status } = await callApi(bo, 'GET', '/meeting-rooms/aaa-aaaa-aaa'));
  expect(status).toBe(429);
  await page.goto(`/meet/${code}`);
  await expect(page.getByRole('heading', { name: 'Too many tries' })).toBeVisible();
});

test('meetings: an empty area, a new room, and the calls that were', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const page = await openPerson('Ada');
  await enter(page.context(), ada);
  await page.goto(`/w/${workspace.slug}/meetings`);
  await expect(page.getByRole('heading', { name: 'No rooms yet' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No calls yet' })).toBeVisible();
  await page.getByRole('button', { name: 'New room' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Planning');
  await page.getByRole('button', { name: 'Create room' }).click();
  await page.getByRole('dialog').getByRole('link', { name: 'Open room' }).click();
  await expect(page.getByRole('heading', { name: 'Planning' })).toBeVisible();

  const { id, code } = await startCall(ada, workspace, workspace.general);
  const seats = [
    { who: ada, seat: await takeSeat(ada, workspace, code) },
    { who: bo, seat: await takeSeat(bo, workspace, code) },
  ];
  await page.goto(`/w/${workspace.slug}/meetings`);
  const row = page.getByRole('listitem').filter({ hasText: '#general' }).last();
  await expect(row).toContainText('live');
  for (const { who, seat } of seats)
    await arrange(who, 'DELETE', `/calls/${id}/seats/${seat}`, { workspace: workspace.id });
  await page.reload();
  await expect(row).toContainText('started by Ada Park · less than a minute');
  await row.getByText('#general').click();
  for (const name of ['Ada Park', 'Bo Lind'])
    await expect(row.getByRole('list', { name: 'Who was there' })).toContainText(name);
});

test('where meetings are switched off there are no calls, rooms or buttons', async ({
  openPerson,
  problems,
}) => {
  problems.expect(/status of 40[34]/);
  const { workspace, ada } = await createTeam();
  const code = await openRoom(workspace);
  const page = await openPerson('Ada');
  await openAs(page, ada, workspace, workspace.general);
  const areas = page.getByRole('navigation', { name: 'Areas' });
  await expect(areas.getByRole('link', { name: 'Meetings' })).toBeVisible();
  await arrange(ada, 'PUT', '/organizations/current/features/meetings', {
    workspace: workspace.id,
    body: { isEnabled: false },
  });
  await page.reload();
  await expect(areas.getByRole('link', { name: 'Chat' })).toBeVisible();
  await expect(areas.getByRole('link', { name: 'Meetings' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Start a video call' })).toHaveCount(0);
  for (const path of [`/w/${workspace.slug}/meetings`, `/meet/${code}`]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: /There is (nothing here|no such room)/ })).toBeVisible();
  }
});
