import { z } from 'zod';

import type { Mail } from '@/lib/core/email/send-mail';
import { accountInviteMail } from '@/lib/core/email/templates/account-invite-mail';
import { confirmSignUpMail } from '@/lib/core/email/templates/confirm-sign-up-mail';
import { emailChangeMail } from '@/lib/core/email/templates/email-change-mail';
import { magicLinkMail } from '@/lib/core/email/templates/magic-link-mail';
import { reauthenticationMail } from '@/lib/core/email/templates/reauthentication-mail';
import { recoveryMail } from '@/lib/core/email/templates/recovery-mail';
import {
  SECURITY_NOTICES,
  securityNoticeMail,
  type SecurityNotice,
} from '@/lib/core/email/templates/security-notice-mail';
import { env } from '@/lib/core/env';

import { HOME, nextPathOfUrl } from './next-path';
import type { LinkType } from './schemas';

const text = z.string().default('');

/** What Supabase's Send Email Hook posts, as far as we need it. */
export const authMailRequest = z.object({
  user: z.object({ email: text, new_email: text }),
  email_data: z.object({
    token: text,
    token_hash: text,
    token_new: text,
    token_hash_new: text,
    redirect_to: text,
    email_action_type: z.enum([
      'signup',
      'magiclink',
      'recovery',
      'invite',
      'email_change',
      'reauthentication',
      ...SECURITY_NOTICES,
    ]),
  }),
});
export type AuthMailRequest = z.infer<typeof authMailRequest>;

export type AddressedMail = { to: string; mail: Mail };

/** The mails that a request of the Auth server asks for: one, or two when both addresses confirm a change. */
export function authMails({ user, email_data: data }: AuthMailRequest): AddressedMail[] {
  const to = user.email;
  const type = data.email_action_type;
  if (isNotice(type)) {
    return [{ to, mail: securityNoticeMail({ notice: type, url: `${env().APP_URL}/forgot` }) }];
  }
  const link = (purpose: LinkType, tokenHash = data.token_hash) =>
    confirmUrl(purpose, tokenHash, data.redirect_to);
  switch (type) {
    case 'signup':
      return [{ to, mail: confirmSignUpMail({ url: link('signup'), code: data.token }) }];
    case 'magiclink':
      return [{ to, mail: magicLinkMail({ url: link('magiclink'), code: data.token }) }];
    case 'recovery':
      return [{ to, mail: recoveryMail({ url: link('recovery') }) }];
    case 'invite':
      return [{ to, mail: accountInviteMail({ url: link('invite') }) }];
    case 'reauthentication':
      return [{ to, mail: reauthenticationMail({ code: data.token }) }];
    case 'email_change':
      break;
  }
  // By its contract the hash named `token_hash_new` belongs to the present address, `token_hash` to the new one.
  const isDouble = data.token_hash_new !== '';
  const change = { oldEmail: user.email, newEmail: user.new_email, isDouble };
  const mails = [{ to: user.new_email, mail: emailChangeMail({ ...change, url: link('email_change') }) }];
  if (!isDouble) return mails;
  const url = link('email_change', data.token_hash_new);
  return [{ to, mail: emailChangeMail({ ...change, url }) }, ...mails];
}

const isNotice = (type: string): type is SecurityNotice => SECURITY_NOTICES.some((notice) => notice === type);

/** Our own page that asks for one press before it uses the token: mail scanners follow links, but press nothing. */
export function confirmUrl(type: LinkType, tokenHash: string, redirectTo: string): string {
  const { APP_URL } = env();
  const url = new URL('/auth/confirm', APP_URL);
  url.searchParams.set('token_hash', tokenHash);
  url.searchParams.set('type', type);
  const next = nextPathOfUrl(redirectTo, APP_URL);
  if (next !== HOME) url.searchParams.set('next', next);
  return url.href;
}
