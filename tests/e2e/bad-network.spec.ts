import type { Page } from '@playwright/test';

import { randomFrom } from '../support/random-from';
import { runs } from '../support/soak';
import { composer, openAs, shownIds } from './support/chat';
import { Line } from './support/line';
import { expect, test } from './support/test';
import { createTeam, readAll } from './support/workspace';

/** Of each person; the limit of posting is 60 in a burst. */
const MESSAGES = 50;
const SEEDS = Array.from({ length: runs(1, 5) }, (_, n) => 20_261_120 + n);
const SETTLE_MS = 40_000;

type End = { page: Page; line: Line; name: string };

/** Writes one message after the other, and at every seventh or so the line breaks, or is whole again. */
async function writeAll({ page, line, name }: End, random: () => number): Promise<void> {
  let isCut = false;
  await composer(page).focus();
  for (let n = 1; n <= MESSAGES; n += 1) {
    if (random() < 0.15) {
      await (isCut ? line.restore() : line.cut());
      isCut = !isCut;
      // Whole for long enough to get something through, or the test would be one long cut.
      if (!isCut) await expect(page.getByText('Sending…')).toHaveCount(0, { timeout: SETTLE_MS });
    }
    await page.keyboard.insertText(`${name} ${n}`);
    await page.keyboard.press('Enter');
  }
  await line.restore();
}

/** Ids of all messages from the first to the last, as scrolling up shows them. */
async function scrollThrough(page: Page, count: number): Promise<string[]> {
  const seen: string[] = [];
  await expect(async () => {
    const shown = await shownIds(page);
    const overlap = shown.findIndex((id) => id === seen[0]);
    if (seen.length === 0) seen.push(...shown);
    else if (overlap > 0) seen.unshift(...shown.slice(0, overlap));
    if (seen.length >= count) return;
    await page.getByRole('log').hover();
    await page.mouse.wheel(0, -600);
    expect(seen.length).toBe(count);
  }).toPass({ intervals: [100] });
  return seen;
}

for (const seed of SEEDS) {
  test(`over a line that breaks at random both people end with the same messages (${seed})`, async ({
    page,
    openPerson,
    problems,
  }) => {
    test.setTimeout(240_000);
    problems.expect(/ERR_INTERNET_DISCONNECTED|Failed to load resource|WebSocket/);
    const { workspace, ada, bo } = await createTeam();
    const other = await openPerson('Bo');
    const ends: End[] = [
      { page, line: await Line.of(page), name: 'Ada' },
      { page: other, line: await Line.of(other), name: 'Bo' },
    ];
    await openAs(page, ada, workspace, workspace.general);
    await openAs(other, bo, workspace, workspace.general);
    await Promise.all(ends.map(async (end, n) => await writeAll(end, randomFrom(seed + 1000 * n))));

    const kept = async () => await readAll(ada, workspace.id, workspace.general);
    await expect
      .poll(async () => (await kept()).length, { timeout: SETTLE_MS })
      .toBeGreaterThanOrEqual(2 * MESSAGES);
    const record = await kept();
    const written = (name: string) => record.map(({ body }) => body).filter((body) => body.startsWith(name));
    for (const { name } of ends) {
      const inOrder = Array.from({ length: MESSAGES }, (_, n) => `${name} ${n + 1}`);
      expect(written(name)).toEqual(inOrder);
    }
    for (const end of ends) {
      await expect(end.page.getByText('Sending…')).toHaveCount(0, { timeout: SETTLE_MS });
      const last = record.at(-1)?.id ?? '';
      await expect(end.page.locator(`[data-message="${last}"]`)).toBeVisible({ timeout: SETTLE_MS });
      expect(await scrollThrough(end.page, record.length)).toEqual(record.map(({ id }) => id));
    }
  });
}
