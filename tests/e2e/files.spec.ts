import sharp from 'sharp';

import { fileHref } from '@/lib/files/file-href';

import { createAccount, enter } from './support/account';
import { expectAccessible } from './support/axe';
import { composer, messages, openAs } from './support/chat';
import { expect, test } from './support/test';
import { createTeam, createWorkspace } from './support/workspace';

const picture = async (name: string) => ({
  name,
  mimeType: 'image/png',
  buffer: await sharp({ create: { width: 400, height: 200, channels: 3, background: '#0d9488' } })
    .png()
    .toBuffer(),
});
const text = { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('the plan is simple') };
const hostile = {
  name: 'invoice.html',
  mimeType: 'text/html',
  buffer: Buffer.from('<!doctype html><script>document.title = "taken"</script>'),
};

test('a picture and a file go with a message, and are there for the others', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const [adas, bos] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adas, ada, workspace, workspace.general);
  await openAs(bos, bo, workspace, workspace.general);

  await adas
    .locator('input[type=file]')
    .first()
    .setInputFiles([await picture('stand.png'), text]);
  const pending = adas.getByRole('list', { name: 'To be sent along' });
  await expect(pending.getByRole('listitem')).toHaveCount(2);
  // Pressed at once: it goes when the files are there.
  await composer(adas).fill('Our stand');
  await composer(adas).press('Enter');

  const message = messages(bos).filter({ hasText: 'Our stand' });
  const shown = message.getByRole('img', { name: 'stand.png' });
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(400);
  await expect(message.getByText('plan.txt')).toBeVisible();
  await expect(pending).toHaveCount(0);
  await expect(composer(adas)).toHaveValue('');

  const [download] = await Promise.all([
    bos.waitForEvent('download'),
    message.getByRole('link', { name: 'Download plan.txt' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('plan.txt');
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
  expect(Buffer.concat(chunks).toString()).toBe('the plan is simple');

  await message.getByRole('button', { name: 'Show stand.png' }).click();
  await expect(bos.getByRole('dialog').getByRole('img', { name: 'stand.png' })).toBeVisible();
  await bos.keyboard.press('Escape');
  await bos.reload();
  await expect(shown).toBeVisible();
});

test('what could do harm is only ever downloaded, and strangers find nothing', async ({ openPerson }) => {
  const { workspace, ada } = await createTeam();
  const [adas, mallorys] = [await openPerson('Ada'), await openPerson('Mallory')];
  await openAs(adas, ada, workspace, workspace.general);
  await adas.locator('input[type=file]').first().setInputFiles(hostile);
  await expect(adas.getByText(/^0\.1 kB$/)).toBeVisible();
  await composer(adas).press('Enter');
  const link = messages(adas).getByRole('link', { name: 'Download invoice.html' });
  await expect(link).toBeVisible();
  const id = /files\/([0-9a-f-]{36})\//.exec((await link.getAttribute('href')) ?? '')?.[1] ?? '';

  const answer = await adas.request.get(fileHref(workspace.id, id));
  expect(answer.headers()['content-disposition']).toContain('attachment');
  expect(answer.headers()['content-type']).not.toContain('html');

  const elsewhere = await createWorkspace(await createAccount('Mallory Finch'), 'Finch');
  await enter(mallorys.context(), elsewhere.owner);
  for (const from of [workspace.id, elsewhere.id]) {
    const refused = await mallorys.request.get(fileHref(from, id));
    expect(refused.status()).toBe(404);
  }
});

test('an upload that fails can be tried again; dropped files are taken', async ({ openPerson, problems }) => {
  problems.expect(/Failed to load resource|ERR_FAILED/);
  const { workspace, ada } = await createTeam();
  const page = await openPerson('Ada');
  await openAs(page, ada, workspace, workspace.general);
  await page.route('**/storage/v1/object/attachments/**', (route) => route.abort());
  const bytes = [...(await picture('x')).buffer];
  const transfer = await page.evaluateHandle((data) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([new Uint8Array(data)], 'dropped.png', { type: 'image/png' }));
    return dropped;
  }, bytes);
  // Again until the page listens.
  await expect(async () => {
    await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
    await expect(page.getByText('Drop to attach to #general')).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
  await expect(page.getByText('The file could not be sent.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await page.unroute('**/storage/v1/object/attachments/**');
  await page.getByRole('button', { name: 'Try dropped.png again' }).click();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(messages(page).getByRole('img', { name: 'dropped.png' })).toBeVisible();
});

test('a pasted picture is attached; what is written on meanwhile is not sent off half', async ({
  openPerson,
}) => {
  const { workspace, ada } = await createTeam();
  const page = await openPerson('Ada');
  await openAs(page, ada, workspace, workspace.general);
  // Held on its way until the test lets it go.
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  await page.route('**/storage/v1/object/attachments/**', async (route) => {
    await held;
    await route.continue();
  });
  const bytes = [...(await picture('x')).buffer];
  const transfer = await page.evaluateHandle((data) => {
    const pasted = new DataTransfer();
    pasted.items.add(new File([new Uint8Array(data)], 'pasted.png', { type: 'image/png' }));
    return pasted;
  }, bytes);
  await composer(page).evaluate(
    (field, clipboardData) =>
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })),
    transfer,
  );
  await expect(page.getByRole('list', { name: 'To be sent along' }).getByText('pasted.png')).toBeVisible();
  await composer(page).fill('one');
  await composer(page).press('Enter');
  const soon = page.getByText('Goes when the files are there');
  await expect(soon).toBeVisible();
  await composer(page).fill('one and tw');
  await expect(soon).toHaveCount(0);
  await composer(page).fill('one and two');
  await composer(page).press('Enter');
  await composer(page).press('Enter');
  await expect(soon).toBeVisible();
  letGo();
  await expect(
    messages(page).filter({ hasText: 'one and two' }).getByRole('img', { name: 'pasted.png' }),
  ).toBeVisible();
  await expect(messages(page)).toHaveCount(1);
  await expect(composer(page)).toHaveValue('');
});

test('a person’s picture is seen by the others, and can be taken away', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const [adas, bos] = [await openPerson('Ada'), await openPerson('Bo')];
  await openAs(adas, ada, workspace, workspace.general);
  await openAs(bos, bo, workspace, workspace.general);
  await composer(adas).fill('hello');
  await composer(adas).press('Enter');
  const face = messages(bos).filter({ hasText: 'hello' }).locator('[style*="/api/v1/files/"]');
  await expect(messages(bos).filter({ hasText: 'hello' })).toBeVisible();
  await expect(face).toHaveCount(0);

  const choose = async () => {
    await adas
      .getByRole('button', { name: /^Your menu/ })
      .first()
      .click();
    await adas.getByRole('menuitem', { name: 'Change picture…' }).click();
    return adas.getByRole('dialog', { name: 'Your picture' });
  };
  const dialog = await choose();
  await dialog.locator('input[type=file]').setInputFiles(await picture('me.png'));
  await dialog.getByRole('button', { name: 'Use this picture' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(face).toHaveCount(1);
  const src = /url\("([^"]+)"\)/.exec((await face.getAttribute('style')) ?? '')?.[1] ?? '';
  const answer = await bos.request.get(src);
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/webp']);

  await (await choose()).getByRole('button', { name: 'Take it away' }).click();
  await expect(face).toHaveCount(0);
  expect((await bos.request.get(src, { headers: { 'cache-control': 'no-cache' } })).status()).toBe(404);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`what is shown of files is accessible, ${colorScheme}`, async ({ openPerson, problems }) => {
    problems.expect(/Failed to load resource|ERR_FAILED/);
    const { workspace, ada } = await createTeam();
    const page = await openPerson('Ada', { colorScheme });
    await openAs(page, ada, workspace, workspace.general);
    const chosen = [await picture('one.png'), await picture('two.png'), text];
    await page.locator('input[type=file]').first().setInputFiles(chosen);
    await expect(page.getByText(/^0\.1 kB$/)).toBeVisible();
    await page.route('**/storage/v1/object/attachments/**', (route) => route.abort());
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ ...text, name: 'lost.txt' });
    await expect(page.getByText('The file could not be sent.')).toBeVisible();
    await expectAccessible(page, 'files that are about to be sent');
    await page.getByRole('button', { name: 'Do not send lost.txt' }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.unroute('**/storage/v1/object/attachments/**');
    await expect(messages(page).getByRole('img', { name: 'two.png' })).toBeVisible();
    await expectAccessible(page, 'a message with files');
    await page.getByRole('button', { name: 'Show one.png' }).click();
    await expect(page.getByRole('dialog', { name: 'one.png' })).toBeVisible();
    await expectAccessible(page, 'a picture by itself');
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: /^Your menu/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Change picture…' }).click();
    await expect(page.getByRole('dialog', { name: 'Your picture' })).toBeVisible();
    await expectAccessible(page, 'the dialog of one’s picture');
  });
}
