import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { POST } from '@/app/api/hooks/send-email/route';

import { startSmtp } from './mail-servers';
import { HOOK_SECRET, stubEnv } from './stub-env';

const HASH = 'a'.repeat(56);
const HASH_OLD = 'b'.repeat(56);

const smtp = await startSmtp();
beforeAll(() => stubEnv({ MAIL_URL: smtp.url }));
afterAll(() => smtp.stop());
beforeEach(() => {
  smtp.received.length = 0;
  smtp.refuse(null);
});

function payload(action: string, data: Record<string, string> = {}, user: Record<string, string> = {}) {
  return {
    metadata: { name: 'send-email' },
    user: { id: crypto.randomUUID(), email: 'nia@example.com', ...user },
    email_data: {
      token: '123456',
      token_hash: HASH,
      redirect_to: 'https://parley.example/invite/abc',
      email_action_type: action,
      site_url: 'http://127.0.0.1:54321/auth/v1',
      token_new: '',
      token_hash_new: '',
      ...data,
    },
  };
}

type Signing = { id?: string; at?: Date; secret?: string; signature?: string };

function signed(
  value: unknown,
  { id = crypto.randomUUID(), at = new Date(), secret = HOOK_SECRET, ...more }: Signing = {},
) {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  const signature = more.signature ?? new Webhook(secret.replace(/^v1,/, '')).sign(id, at, body);
  return new Request('https://parley.example/api/hooks/send-email', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signature,
    },
  });
}

const linksIn = (text = '') => [...text.matchAll(/https:\/\/\S+/g)].map(([url]) => new URL(url));

describe('the mails that Auth asks for', () => {
  it.each([
    ['signup', 'Confirm your address'],
    ['magiclink', 'Your sign-in link'],
    ['recovery', 'Choose a new password'],
    ['invite', 'You are invited to Parley'],
  ])('%s leaves with a link to our own page', async (action, subject) => {
    const response = await POST(signed(payload(action)));
    expect([response.status, await response.json()]).toEqual([200, {}]);
    const [mail] = smtp.received;
    expect(mail).toMatchObject({ subject, from: { address: 'hello@parley.example' } });
    expect(mail?.to).toMatchObject([{ address: 'nia@example.com' }]);
    const [link] = linksIn(mail?.text);
    expect(`${link?.origin}${link?.pathname}`).toBe('https://parley.example/auth/confirm');
    expect(Object.fromEntries(link?.searchParams ?? [])).toEqual({
      token_hash: HASH,
      type: action,
      next: '/invite/abc',
    });
    expect(mail?.html).toContain(HASH);
    expect(mail?.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
  });

  it('shows the code where one can be entered', async () => {
    await POST(signed(payload('magiclink')));
    await POST(signed(payload('reauthentication')));
    expect(smtp.received.map(({ text }) => text?.includes('123456'))).toEqual([true, true]);
  });

  it('asks both addresses to confirm a change, each with its own token', async () => {
    const change = { token_hash_new: HASH_OLD, token_new: '654321' };
    const response = await POST(signed(payload('email_change', change, { new_email: 'nia@new.example' })));
    expect(response.status).toBe(200);
    const sent = smtp.received.map(({ to, text }) => [
      to?.[0]?.address,
      linksIn(text)[0]?.searchParams.get('token_hash'),
    ]);
    expect(sent).toEqual([
      ['nia@example.com', HASH_OLD],
      ['nia@new.example', HASH],
    ]);
  });

  it('asks only the new address where there is no double confirmation', async () => {
    await POST(signed(payload('email_change', {}, { email: '', new_email: 'nia@new.example' })));
    expect(smtp.received.map(({ to }) => to?.[0]?.address)).toEqual(['nia@new.example']);
  });

  it('tells of a changed password', async () => {
    await POST(signed(payload('password_changed_notification')));
    expect(smtp.received).toMatchObject([{ subject: 'Your password was changed' }]);
  });

  it.each([
    'https://evil.example/invite/abc',
    'https://parley.example@evil.example/x',
    '//evil.example',
    'javascript:alert(1)',
    '',
  ])('never leads on to a foreign place: %j', async (redirectTo) => {
    await POST(signed(payload('signup', { redirect_to: redirectTo })));
    const [link] = linksIn(smtp.received[0]?.text);
    expect(link?.searchParams.has('next')).toBe(false);
    expect(smtp.received[0]?.html).not.toContain('evil.example');
  });
});

describe('what is refused', () => {
  const cases: [string, () => Request][] = [
    [
      'a signature of another secret',
      () => signed(payload('signup'), { secret: `v1,whsec_${Buffer.alloc(32, 8).toString('base64')}` }),
    ],
    ['no signature', () => signed(payload('signup'), { signature: '' })],
    ['garbage for a signature', () => signed(payload('signup'), { signature: 'v1,AAAA' })],
    [
      'a request of six minutes ago',
      () => signed(payload('signup'), { at: new Date(Date.now() - 6 * 60_000) }),
    ],
    ['a request from the future', () => signed(payload('signup'), { at: new Date(Date.now() + 6 * 60_000) })],
    [
      'a body changed after signing',
      () => new Request(signed(payload('signup')), { method: 'POST', body: '{"user":{}}' }),
    ],
    ['signed words that are no JSON', () => signed('hello')],
  ];
  it.each(cases)('%s: 401', async (_what, request) => {
    const response = await POST(request());
    expect([response.status, await response.json()]).toEqual([
      401,
      { error: { http_code: 401, message: expect.any(String) } },
    ]);
    expect(smtp.received).toEqual([]);
  });

  it('another contract: 400', async () => {
    const response = await POST(signed(payload('something_new')));
    expect([response.status, await response.json()]).toMatchObject([400, { error: { http_code: 400 } }]);
  });

  it('a body of more than 256 KB: 413', async () => {
    expect((await POST(signed('x'.repeat(300_000)))).status).toBe(413);
  });
});

describe('delivery', () => {
  it('sends one mail for one request, however often it comes', async () => {
    const id = crypto.randomUUID();
    const first = signed(payload('signup'), { id });
    const answers = await Promise.all([POST(first), POST(signed(payload('signup'), { id }))]);
    answers.push(await POST(signed(payload('signup'), { id })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(smtp.received).toHaveLength(1);
  });

  it('a mail server that refuses: 503, and the same request may come again', async () => {
    const id = crypto.randomUUID();
    smtp.refuse(451);
    const failed = await POST(signed(payload('signup'), { id }));
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await failed.json()).toMatchObject({ error: { http_code: 503 } });
    smtp.refuse(null);
    expect((await POST(signed(payload('signup'), { id }))).status).toBe(200);
    expect(smtp.received).toHaveLength(1);
  });
});
