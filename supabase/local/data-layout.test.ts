import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { currentLayout, migrateDataDir } from './data-layout.ts';
import { openMailStore } from './inbox/mail-store.ts';

const mailId = '0199b6a0-0000-7000-8000-000000000001';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley layout '));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const layout = async (): Promise<unknown> => JSON.parse(await readFile(join(folder, 'layout.json'), 'utf8'));

/** As the folder was before it had a layout: keys, and mails whose summaries knew less. */
async function makeFirstLayout(): Promise<void> {
  await writeFile(join(folder, 'keys.json'), '{}');
  const mails = join(folder, 'mail');
  await mkdir(mails);
  const summary = {
    id: mailId,
    receivedAt: '2026-01-01T00:00:00.000Z',
    from: 'Parley <hello@parley.localhost>',
    to: ['ann@example.com'],
    subject: 'Hello',
    preview: 'The first',
    sizeBytes: 60,
  };
  await writeFile(join(mails, `${mailId}.json`), JSON.stringify(summary));
  await writeFile(join(mails, `${mailId}.eml`), 'Subject: Hello\r\n\r\nThe first mail, about apples.\r\n');
}

test('a new folder has the layout of this version', async () => {
  expect(await migrateDataDir(folder)).toBeNull();
  expect(await layout()).toEqual({ layout: currentLayout });
  expect(await migrateDataDir(folder)).toBe(currentLayout);
});

test('a folder from before there were layouts keeps its mails, and they can be searched', async () => {
  await makeFirstLayout();
  expect(await migrateDataDir(folder)).toBe(1);
  expect(await layout()).toEqual({ layout: currentLayout });
  const store = await openMailStore(join(folder, 'mail'));
  expect(store.search({ words: ['apples'] }).map(({ id }) => id)).toEqual([mailId]);
  expect(store.list()[0]).toMatchObject({ receivedAt: '2026-01-01T00:00:00.000Z', to: ['ann@example.com'] });
});

test('a start that was killed while it migrated does it again', async () => {
  await makeFirstLayout();
  await migrateDataDir(folder);
  await rm(join(folder, 'layout.json'));
  expect(await migrateDataDir(folder)).toBe(1);
  expect((await openMailStore(join(folder, 'mail'))).list()).toHaveLength(1);
});

test('a folder of a newer version, or of another Postgres, is left as it is', async () => {
  await writeFile(join(folder, 'layout.json'), '{"layout":999}');
  await expect(migrateDataDir(folder)).rejects.toThrow('made by a newer version (layout 999');
  await rm(join(folder, 'layout.json'));
  await mkdir(join(folder, 'postgres'));
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '16\n');
  await expect(migrateDataDir(folder)).rejects.toThrow('is of Postgres 16');
  await expect(layout()).rejects.toThrow('ENOENT');
});
