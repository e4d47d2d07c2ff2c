import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { createGateway, type Gateway } from '../gateway/create-gateway.ts';
import { createKeys } from '../keys.ts';
import { createInbox } from './create-inbox.ts';
import { type MailStore, openMailStore } from './mail-store.ts';
import { isOwnHost } from './own-host.ts';
import { type SmtpCatcher, startSmtpCatcher } from './smtp-catcher.ts';

const log = (): void => undefined;
let folder: string;
let store: MailStore;
let smtp: SmtpCatcher;
let gateway: Gateway;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley mail '));
  store = await openMailStore(folder, 3);
  smtp = await startSmtpCatcher({ port: 0, store, log });
  gateway = await createGateway({ port: 0, keys: createKeys(), log });
  gateway.mount({ prefix: '/inbox', service: createInbox(store), access: 'private', maxBodyBytes: 0 });
});
afterEach(async () => {
  await gateway.stop();
  await smtp.stop();
  await rm(folder, { recursive: true });
});

async function mail(
  to: string,
  content: {
    subject?: string;
    html?: string;
    text?: string;
    bcc?: string;
    attachments?: { filename: string; content: Buffer; contentType?: string }[];
  },
): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: smtp.port, ignoreTLS: true });
  await transport.sendMail({ from: 'Parley <hello@parley.localhost>', to, subject: 'Hello', ...content });
  transport.close();
}

const page = async (path: string): Promise<string> => await (await fetch(`${gateway.url}${path}`)).text();
const listSchema = z.object({
  messages: z.array(
    z.object({ id: z.string(), to: z.array(z.string()), subject: z.string(), attachmentCount: z.number() }),
  ),
});
async function listed(query = ''): Promise<z.infer<typeof listSchema>['messages']> {
  const answer = await fetch(`${gateway.url}/inbox/api/messages${query}`);
  return listSchema.parse(await answer.json()).messages;
}

async function subjects(query: string): Promise<string[]> {
  return (await listed(query)).map(({ subject }) => subject);
}

async function statusFor(host: string): Promise<number | undefined> {
  const { port } = new URL(gateway.url);
  return await new Promise((resolve, reject) => {
    request({ port, path: '/inbox', headers: { host } }, (res) => {
      res.resume();
      resolve(res.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('a mail that was sent', () => {
  test('is found by its recipient, blind copies too, newest first', async () => {
    await mail('Alice@Example.com', { subject: 'One', text: 'x', bcc: 'bob@example.com' });
    await mail('bob@example.com', { subject: 'Two', text: 'y' });
    expect((await listed('?to=alice@example.com')).map(({ subject }) => subject)).toEqual(['One']);
    expect((await listed('?to=BOB@example.com')).map(({ subject }) => subject)).toEqual(['Two', 'One']);
    expect(await page('/inbox?q=alice')).toContain('1 mail');
  });

  test('gives its text, HTML and the links in both', async () => {
    await mail('a@b.c', {
      text: 'Open https://x.test/text?a=1.',
      html: '<p>Hi <a class="b" href="https://x.test/html?a=1&amp;b=2">go</a></p>',
    });
    const [first] = await listed();
    const details = await (await fetch(`${gateway.url}/inbox/api/messages/${first?.id ?? ''}`)).json();
    expect(details).toMatchObject({
      to: ['a@b.c'],
      text: expect.stringContaining('Open'),
      links: ['https://x.test/html?a=1&b=2', 'https://x.test/text?a=1'],
    });
    expect(await page(`/inbox/messages/${first?.id ?? ''}`)).toContain('https://x.test/html?a=1&amp;b=2');
    expect(await page(`/inbox/messages/${first?.id ?? ''}/raw`)).toContain('Subject: Hello');
  });

  test('is found by words of its addresses, subject and text, by subject and by time', async () => {
    await mail('ann@example.com', { subject: 'Your invitation', text: 'Join the Garden team today.' });
    await mail('bo@example.com', { subject: 'Your receipt', html: '<p>Paid for the <b>garden</b></p>' });
    expect(await subjects('?q=garden')).toEqual(['Your receipt', 'Your invitation']);
    expect(await subjects('?q=GARDEN%20ann')).toEqual(['Your invitation']);
    expect(await subjects('?subject=receipt&to=bo@example.com')).toEqual(['Your receipt']);
    expect(await subjects('?subject=receipt&to=ann@example.com')).toEqual([]);
    expect(await subjects('?q=garden&since=2999-01-01T00:00:00Z')).toEqual([]);
    expect(await subjects('?since=2000-01-01T00:00:00Z')).toHaveLength(2);
    expect(await page('/inbox?q=team')).toContain('1 mail');
    expect(await page('/inbox?q=<b>')).toContain('No mail with “&lt;b&gt;”');
  });

  test('gives its attachments, byte for byte, to be kept and never shown', async () => {
    const content = Buffer.from([0, 1, 2, 254, 255]);
    const filename = 'Räume "5"\'s.html';
    await mail('a@b.c', {
      text: 'See below',
      attachments: [{ filename, content, contentType: 'text/html' }],
    });
    const [first] = await listed();
    expect(first).toMatchObject({ attachmentCount: 1 });
    const path = `/inbox/messages/${first?.id ?? ''}`;
    expect(await page('/inbox')).toContain('1 attachment');
    expect(await page(path)).toContain(`href="${path}/attachments/0"`);
    const answer = await fetch(`${gateway.url}${path}/attachments/0`);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(content);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''R%C3%A4ume%20%225%22%27s.html",
    );
    expect((await fetch(`${gateway.url}${path}/attachments/1`)).status).toBe(404);
  });

  test('can be deleted alone', async () => {
    for (const subject of ['1', '2']) await mail('a@b.c', { subject, text: 'x' });
    const [second] = await listed();
    const remove = async (): Promise<number> =>
      (await fetch(`${gateway.url}/inbox/api/messages/${second?.id ?? ''}`, { method: 'DELETE' })).status;
    expect(await remove()).toBe(200);
    expect(await remove()).toBe(404);
    expect((await listed()).map(({ subject }) => subject)).toEqual(['1']);
  });

  test('is kept over a restart, the last ones only', async () => {
    for (const subject of ['1', '2', '3', '4']) await mail('a@b.c', { subject, text: 'x' });
    const again = await openMailStore(folder, 3);
    expect(again.list().map(({ subject }) => subject)).toEqual(['4', '3', '2']);
    expect(await readdir(folder)).toHaveLength(6);
  });

  test('can run nothing: scripts are shut out of the page and of the frame', async () => {
    await mail('a@b.c', {
      subject: '<img src=x onerror=alert(1)>',
      html: '<script>alert(1)</script><p>Hi</p>',
    });
    const [first] = await listed();
    const whole = await page(`/inbox/messages/${first?.id ?? ''}`);
    expect(whole).not.toContain('<img');
    expect(whole).not.toContain('<script>');
    expect(whole).toMatch(/sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    const frame = await fetch(`${gateway.url}/inbox/messages/${first?.id ?? ''}/html`);
    const policy = frame.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-popups');
    expect(policy).not.toContain('script-src');
  });
});

describe('the inbox answers', () => {
  test('only to its own name and port', async () => {
    const { port } = new URL(gateway.url);
    expect(await statusFor(`localhost:${port}`)).toBe(200);
    expect(await statusFor(`127.0.0.1:${port}`)).toBe(200);
    expect(await statusFor(`[::1]:${port}`)).toBe(200);
    expect(await statusFor(`evil.example:${port}`)).toBe(421);
    expect(await statusFor('localhost:1')).toBe(421);
    expect(isOwnHost(undefined, 80)).toBe(false);
  });

  test('a strict policy and no other origin', async () => {
    const answer = await fetch(`${gateway.url}/inbox`, { headers: { origin: 'https://evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await answer.text()).toContain('No mail yet');
  });

  test('deletions from its own pages and from programs, not from pages elsewhere', async () => {
    await mail('a@b.c', { text: 'x' });
    const elsewhere = [
      { origin: 'https://evil.example' },
      { origin: gateway.url, 'sec-fetch-site': 'cross-site' },
    ];
    for (const [path, method] of [
      ['/inbox/clear', 'POST'],
      ['/inbox/api/messages', 'DELETE'],
    ] as const) {
      for (const headers of elsewhere) {
        expect((await fetch(gateway.url + path, { method, headers })).status).toBe(403);
      }
    }
    expect(await listed()).toHaveLength(1);
    const own = { origin: gateway.url };
    expect((await fetch(`${gateway.url}/inbox/clear`, { method: 'POST', headers: own })).status).toBe(200);
    expect(await listed()).toHaveLength(0);
    await mail('a@b.c', { text: 'y' });
    await fetch(`${gateway.url}/inbox/api/messages`, { method: 'DELETE' });
    expect(await listed()).toHaveLength(0);
    expect(await readdir(folder)).toEqual([]);
  });

  test('“not found” to made-up ids and paths', async () => {
    for (const path of [
      'messages/x',
      'messages/..%2f..%2fkeys',
      'assets/../keys.json',
      'assets/toString',
      'nothing',
    ]) {
      expect((await fetch(`${gateway.url}/inbox/${path}`)).status).toBe(404);
    }
  });
});
