import { beforeAll, describe, expect, it } from 'vitest';

import { stubEnv } from '@/tests/integration/accounts/stub-env';

import { renderMail } from './render-mail';
import type { Mail } from './send-mail';
import { accountInviteMail } from './templates/account-invite-mail';
import { confirmSignUpMail } from './templates/confirm-sign-up-mail';
import { emailChangeMail } from './templates/email-change-mail';
import { magicLinkMail } from './templates/magic-link-mail';
import { reauthenticationMail } from './templates/reauthentication-mail';
import { recoveryMail } from './templates/recovery-mail';
import { SECURITY_NOTICES, securityNoticeMail } from './templates/security-notice-mail';
import { workspaceInvitationMail } from './templates/workspace-invitation-mail';

beforeAll(() => stubEnv());

const url = 'https://parley.example/auth/confirm?token_hash=abc&type=signup';
const code = '123456';

const withLink: Record<string, () => Mail> = {
  'confirm sign-up': () => confirmSignUpMail({ url, code }),
  'magic link': () => magicLinkMail({ url, code }),
  recovery: () => recoveryMail({ url }),
  'account invitation': () => accountInviteMail({ url }),
  'e-mail change': () =>
    emailChangeMail({ url, oldEmail: 'a@old.example', newEmail: 'a@new.example', isDouble: true }),
  'workspace invitation': () =>
    workspaceInvitationMail({
      inviterName: 'Ada',
      workspaceName: 'Acme',
      roleName: 'Member',
      url,
      expiresAt: new Date(),
    }),
  ...Object.fromEntries(
    SECURITY_NOTICES.map((notice) => [notice, () => securityNoticeMail({ notice, url })]),
  ),
};

async function rendered(mail: Mail) {
  if (!('react' in mail)) throw new Error('a template makes a tree');
  return { subject: mail.subject, ...(await renderMail(mail.react)) };
}

describe('every mail', () => {
  it.each(Object.entries(withLink))(
    '%s: a subject, one address in HTML and text, nothing from elsewhere',
    async (_name, make) => {
      const { subject, html, text } = await rendered(make());
      expect(subject).not.toMatch(/^$|mail\.|\n/);
      expect(html).toMatch(/^<!DOCTYPE/i);
      const addresses = new Set([...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address]) => address));
      expect(addresses).toEqual(new Set([url.replace('&', '&amp;')]));
      expect(text.split(url)).toHaveLength(2);
      expect(text).not.toMatch(/<[a-z]|mail\.\w/);
    },
  );

  it('carries its code in large and in text', async () => {
    for (const mail of [
      confirmSignUpMail({ url, code }),
      magicLinkMail({ url, code }),
      reauthenticationMail({ code }),
    ]) {
      const { html, text } = await rendered(mail);
      expect([html.includes(code), text.includes(code)]).toEqual([true, true]);
    }
  });

  it('shows names as text, never as markup', async () => {
    const mail = emailChangeMail({
      url,
      oldEmail: '"<img src=x>"@old.example',
      newEmail: 'a@new.example',
      isDouble: false,
    });
    const { html, text } = await rendered(mail);
    expect(html).not.toContain('<img');
    expect(text).not.toContain('Both addresses');
  });
});
