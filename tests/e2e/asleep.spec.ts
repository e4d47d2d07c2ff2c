import { composer, expectSent, messages, messageWith, openAs, say, sidebarRow } from './support/chat';
import { Line } from './support/line';
import { expect, test } from './support/test';
import { addToChannel, createChannel, createTeam, post } from './support/workspace';

const CATCH_UP_MS = 8000;

test('a laptop that slept for an hour has everything within seconds, and counts right', async ({ page }) => {
  const { workspace, ada, bo } = await createTeam();
  const side = await createChannel(workspace, 'side');
  await addToChannel(workspace, side, [bo.memberId]);
  await page.clock.install();
  const line = await Line.of(page);
  await openAs(page, bo, workspace, side);
  await say(page, 'good night');
  await post(ada, workspace, 'sleep well', side);
  await expectSent(page, 'sleep well');

  // The lid closes: nothing runs, and the socket is dead although nobody said so.
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  line.deafen();
  for (const n of [1, 2, 3]) await post(ada, workspace, `night ${n}`, side);
  await post(ada, workspace, `<@${bo.memberId}> for the morning`);
  await post(ada, workspace, 'and one for everybody');
  await expect(messageWith(page, 'night')).toHaveCount(1);

  await page.clock.fastForward('01:00:00');
  await page.clock.resume();
  await expect(messageWith(page, 'night 3')).toBeVisible({ timeout: CATCH_UP_MS });
  await expect(messages(page)).toHaveCount(5);
  await expect(sidebarRow(page, 'general')).toHaveAccessibleName('general 1 unread');

  // Live again in both directions.
  await post(ada, workspace, 'good morning', side);
  await expect(messageWith(page, 'good morning')).toBeVisible();
  await say(page, 'I am up');
  await sidebarRow(page, 'general').click();
  await expect(messageWith(page, 'and one for everybody')).toBeVisible();
  await expect(sidebarRow(page, 'general')).toHaveAccessibleName('general');
  await expect(composer(page)).toBeEditable();
});
