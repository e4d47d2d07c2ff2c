import { createServer } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Delivery } from '@/lib/core/email/send-mail';
import { workspaceInvitationMail } from '@/lib/core/email/templates/workspace-invitation-mail';

import { startResend, startSmtp } from './mail-servers';
import { stubEnv } from './stub-env';

const KEY = 're_123_AbC';
const resend = await startResend(KEY);
const smtp = await startSmtp();
afterAll(() => Promise.all([resend.stop(), smtp.stop()]));
beforeEach(() => {
  resend.received.length = 0;
  resend.refuse(null);
  vi.resetModules();
});

/** A fresh copy of the module, since the environment is read once. */
async function send(mailUrl: string, delivery: Delivery): Promise<void> {
  stubEnv({ MAIL_URL: mailUrl });
  const { sendMail } = await import('@/lib/core/email/send-mail');
  await sendMail(delivery);
}

const plain = { to: 'nia@example.com', subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' };

describe('by Resend', () => {
  it('leaves with the key, both texts and the headers', async () => {
    await send(resend.url, { ...plain, headers: { 'List-Unsubscribe': '<https://parley.example/u>' } });
    expect(resend.received).toEqual([
      {
        ...plain,
        from: 'Parley <hello@parley.example>',
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          'List-Unsubscribe': '<https://parley.example/u>',
        },
      },
    ]);
  });

  it.each([429, 500])('status %i is `unavailable`', async (status) => {
    resend.refuse(status);
    await expect(send(resend.url, plain)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a wrong key is `unavailable`', async () => {
    await expect(send(resend.url.replace(KEY, 'wrong'), plain)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});

describe('by SMTP', () => {
  beforeAll(() => stubEnv());

  it('takes a mail made from a template', async () => {
    const invitation = workspaceInvitationMail({
      inviterName: 'Ada\r\nBcc: mallory@evil.example',
      workspaceName: 'Acme <b>Events</b>',
      roleName: 'Member',
      url: 'https://parley.example/invite/abc',
      expiresAt: new Date('2026-11-27T15:00:00Z'),
    });
    await send(smtp.url, { to: 'nia@example.com', ...invitation });
    const [mail] = smtp.received;
    expect(mail?.subject).toBe('Ada Bcc: mallory@evil.example invites you to Acme <b>Events</b>');
    expect(mail?.bcc ?? []).toEqual([]);
    expect(mail?.html).toContain('Acme &lt;b&gt;Events&lt;/b&gt;');
    expect(mail?.text).toContain('https://parley.example/invite/abc');
    expect(mail?.text).toContain('November 27, 2026');
  });

  it('an address that smuggles a second one goes to nobody else', async () => {
    smtp.received.length = 0;
    await expect(
      send(smtp.url, { ...plain, to: 'nia@example.com, mallory@evil.example' }),
    ).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(smtp.received).toEqual([]);
  });

  it('nobody listening is `unavailable`', async () => {
    await expect(send('smtp://127.0.0.1:1', plain)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a server that says nothing is given up in time', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const address = silent.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    const startedMs = performance.now();
    await expect(
      send(`smtp://127.0.0.1:${address.port}`, { ...plain, timeoutMs: 300 }),
    ).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    silent.close();
  });
});
