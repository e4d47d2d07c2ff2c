import { randomUUID } from 'node:crypto';

import type { Page } from '@playwright/test';
import { z } from 'zod';

import { createAccount } from './support/account';
import { arrange } from './support/api';
import { expectSent, openAs, say, sidebarRow } from './support/chat';
import { expect, test } from './support/test';
import { addToChannel, createChannel, createTeam, join } from './support/workspace';

// Several pages at once: on a busy machine that takes its time.
test.setTimeout(120_000);

const seen = (page: Page) => page.getByRole('log').getByText(/^Seen/);

test('who has read is said live below the last message, unless one of them does not share it', async ({
  openPerson,
}) => {
  const { workspace, ada, bo } = await createTeam();
  const body = { id: randomUUID(), memberIds: [bo.memberId] };
  const made = await arrange(ada, 'POST', '/team-chat/direct-messages', { workspace: workspace.id, body });
  const { id: direct } = z.object({ id: z.uuid() }).parse(made);
  const [adasPage, bosPage] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adasPage, ada, workspace, direct);
  await say(adasPage, 'are you there?');
  await openAs(bosPage, bo, workspace, workspace.general);
  await expect(seen(adasPage)).toHaveCount(0);
  await sidebarRow(bosPage, 'Ada Park').click();
  await expectSent(bosPage, 'are you there?');
  await expect(seen(adasPage)).toHaveText('Seen');
  await say(bosPage, 'I am');
  await expect(seen(adasPage)).toHaveCount(0);

  await bosPage.goto(`/w/${workspace.slug}/settings`);
  const share = bosPage.getByRole('checkbox', { name: /^Share how far I have read/ });
  await expect(share).toBeChecked();
  await share.uncheck();
  await expect
    .poll(async () => {
      const frame = await arrange(bo, 'GET', '/organizations/current', { workspace: workspace.id });
      return z.object({ me: z.object({ sharesReading: z.boolean() }) }).parse(frame).me.sharesReading;
    })
    .toBe(false);
  await say(adasPage, 'and now?');
  await bosPage.goto(`/w/${workspace.slug}/chat/${direct}`);
  await expectSent(bosPage, 'and now?');
  await say(bosPage, 'read it');
  await expectSent(adasPage, 'read it');
  await say(adasPage, 'good');
  await expectSent(bosPage, 'good');
  await adasPage.reload();
  await expectSent(adasPage, 'good');
  await expect(seen(adasPage)).toHaveCount(0);
});

test('in a small private channel the readers are named', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const cy = await join(workspace, await createAccount('Cy Moss'));
  const plan = await createChannel(workspace, 'plan', 'private');
  await addToChannel(workspace, plan, [bo.memberId, cy.memberId]);
  const [adasPage, bosPage, cysPage] = [
    await openPerson('Ada'),
    await openPerson('Bo'),
    await openPerson('Cy'),
  ];
  await openAs(adasPage, ada, workspace, plan);
  await say(adasPage, 'who is in?');
  await openAs(bosPage, bo, workspace, plan);
  await expect(seen(adasPage)).toHaveText('Seen by Bo Lind');
  await openAs(cysPage, cy, workspace, plan);
  await expect(seen(adasPage)).toHaveText('Seen by Bo Lind and Cy Moss');
  await say(bosPage, 'me');
  await expectSent(adasPage, 'me');
  await expect(seen(adasPage)).toHaveText('Seen by Bo Lind and Cy Moss');
});
