import { randomUUID } from 'node:crypto';

import type { AuthRuntime, EmailAction } from './auth-runtime.ts';
import { callHook } from './email-hook.ts';
import { renderMail } from './email-templates.ts';
import { internal } from './errors.ts';
import type { AuthRequest } from './request.ts';
import type { Tx } from './transaction.ts';
import { loadUserJson } from './user-json.ts';
import type { UserRow } from './users.ts';

export type EmailSecrets = { code: string; token: string };

/** One mail, or for an e-mail change with double confirmation two: `current` goes to the old address. */
export type Email = { action: EmailAction; secrets: EmailSecrets; current?: EmailSecrets | null };

/** The address a mail's link leads to; the token in it is the only secret. */
export function actionLink(externalUrl: string, type: string, token: string, redirectTo: string): string {
  return `${externalUrl}/verify?${new URLSearchParams({ token, type, redirect_to: redirectTo }).toString()}`;
}

// Hosted pairs a change's codes and hashes crosswise: `token` (old address) belongs to `token_hash_new`,
// `token_new` (new address) to `token_hash`. With one mail only, `token` and `token_hash` belong together.
function hookData(auth: AuthRuntime, request: AuthRequest, { action, secrets, current }: Email) {
  return {
    token: current ? current.code : secrets.code,
    token_hash: secrets.token,
    redirect_to: request.redirectTo,
    email_action_type: action,
    site_url: auth.settings.externalUrl,
    token_new: current ? secrets.code : '',
    token_hash_new: current ? current.token : '',
    old_email: '',
    old_phone: '',
    provider: '',
    factor_type: '',
  };
}

async function sendPlain(
  auth: AuthRuntime,
  request: AuthRequest,
  user: UserRow,
  email: Email,
): Promise<void> {
  const isChange = email.action === 'email_change';
  const to = isChange ? (user.email_change ?? '') : (user.email ?? '');
  const change = isChange ? { change: { from: user.email ?? '', to } } : {};
  const render = (recipient: string, { code, token }: EmailSecrets) =>
    renderMail({
      to: recipient,
      action: email.action,
      url: actionLink(auth.settings.externalUrl, email.action, token, request.redirectTo),
      code,
      ...change,
    });
  const mails = [render(to, email.secrets)];
  if (email.current) mails.push(render(user.email ?? '', email.current));
  for (const mail of mails) {
    await auth.sendMail(mail).catch((error: unknown) => {
      throw internal(`Error sending ${email.action.replace('_', ' ')} email`, error);
    });
  }
}

/**
 * Sends what the person as they stand in this transaction is owed, through the Send Email Hook or as a plain mail.
 * A failure is thrown (`over_email_send_rate_limit`, `hook_timeout`, …) and rolls the transaction back.
 */
export async function sendEmail(
  tx: Tx,
  auth: AuthRuntime,
  request: AuthRequest,
  user: UserRow,
  email: Email,
): Promise<void> {
  const now = auth.now();
  auth.limits.email(now);
  const url = auth.settings.emailHookUrl;
  if (url === null) {
    await sendPlain(auth, request, user, email);
    return;
  }
  const target = { url, secret: auth.keys.hookSecret };
  await callHook(auth.clock, target, {
    metadata: { uuid: randomUUID(), time: now, name: 'send-email', ip_address: request.address },
    user: await loadUserJson(tx, user),
    email_data: hookData(auth, request, email),
  });
}
