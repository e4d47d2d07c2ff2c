import { z } from 'zod';

import type { AuthRuntime } from '../auth-runtime.ts';
import { ApiError, badRequest, unprocessable } from '../errors.ts';
import type { FlowMethod } from '../flow-state.ts';
import { issueAuthCode } from '../flow-state.ts';
import { pkcePrefix, tokenHash } from '../one-time-codes.ts';
import { findOneTimeToken, findOneTimeTokenByCode } from '../one-time-tokens.ts';
import { redirectWith } from '../redirects.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { parseBody, readEmail, text } from '../request.ts';
import { openSession } from '../sessions.ts';
import type { Tx } from '../transaction.ts';
import { inTransaction } from '../transaction.ts';
import { acceptToken, proveUser, tokenTypesOf } from '../verify-token.ts';

const body = z.object({
  type: text,
  token: text,
  token_hash: text,
  email: text,
  phone: text,
  redirect_to: text,
});

const invalidLink = 'Email link is invalid or has expired';
const invalidCode = 'Token has expired or is invalid';
const firstOfTwo = 'Confirmation link accepted. Please proceed to confirm link sent to the other email';
const noType = () => badRequest('Verify requires a verification type');

function readCodeOwner(params: z.infer<typeof body>): string {
  if (params.phone !== '' || params.email === '') {
    throw badRequest('Only an email address or phone number should be provided on verify');
  }
  try {
    return readEmail(params.email);
  } catch (error) {
    throw error instanceof ApiError ? unprocessable('validation_failed', 'Invalid email format') : error;
  }
}

/** POST /verify with a code typed in (`email` + `token`) or a link's `token_hash`. */
export async function verifyByPost(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  auth.limits.request('verify', request.address, auth.now());
  const params = parseBody(request, body);
  if (params.type === '') throw noType();
  if ((params.token === '') === (params.token_hash === '')) {
    throw badRequest('Verify requires either a token or a token hash');
  }
  if (params.token_hash !== '' && (params.email !== '' || params.phone !== '' || params.redirect_to !== '')) {
    throw badRequest('Only the token_hash and type should be provided');
  }
  const byCode = params.token !== '';
  const email = byCode ? readCodeOwner(params) : '';
  const types = tokenTypesOf(params.type);
  return inTransaction(auth.pool, async (tx) => {
    const found = byCode
      ? await findOneTimeTokenByCode(tx, tokenHash(email, params.token), types)
      : await findOneTimeToken(tx, params.token_hash, types);
    const proved = await proveUser(tx, auth, found, byCode ? invalidCode : invalidLink);
    const user = await acceptToken(tx, auth, request, proved);
    if (user === null) return json({ msg: firstOfTwo, code: '200' });
    return json(await openSession(tx, auth, request, user, 'otp'));
  });
}

const flowMethods: Record<string, FlowMethod> = {
  signup: 'email/signup',
  magiclink: 'magiclink',
  recovery: 'recovery',
  email_change: 'email_change',
  invite: 'invite',
};

const oauthErrors: Record<number, string> = {
  400: 'invalid_request',
  401: 'unauthorized_client',
  403: 'access_denied',
  500: 'server_error',
  503: 'temporarily_unavailable',
};

function errorRedirect(error: ApiError, redirectTo: string, isPkce: boolean): string {
  const named = oauthErrors[error.status];
  const values = {
    ...(named !== undefined && { error: named }),
    error_code: error.code ?? '',
    error_description: error.message,
  };
  return redirectWith(redirectTo, { fragment: values, ...(isPkce && { query: values }) });
}

async function followLink(
  tx: Tx,
  auth: AuthRuntime,
  request: AuthRequest,
  link: { token: string; type: string; isPkce: boolean },
): Promise<string> {
  const { token, type, isPkce } = link;
  const found = await findOneTimeToken(tx, token, tokenTypesOf(type));
  const proved = await proveUser(tx, auth, found, invalidLink);
  const user = await acceptToken(tx, auth, request, proved);
  if (user === null) {
    const message = { message: firstOfTwo };
    return redirectWith(request.redirectTo, { fragment: message, ...(isPkce && { query: message }) });
  }
  if (isPkce) {
    const method = flowMethods[type];
    if (method === undefined) throw badRequest('Unsupported verification type');
    return redirectWith(request.redirectTo, {
      query: { code: await issueAuthCode(tx, user.id, method, auth.now()) },
    });
  }
  const { user: _person, ...tokens } = await openSession(tx, auth, request, user, 'otp');
  const values = Object.entries({ ...tokens, type }).map(([key, value]) => [key, String(value)]);
  return redirectWith(request.redirectTo, { fragment: Object.fromEntries(values) });
}

/** GET /verify, the links in mails: leads on with tokens in the fragment, a code to exchange (PKCE), or the error. */
export async function verifyByLink(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  auth.limits.request('verify', request.address, auth.now());
  const type = request.query.get('type') ?? '';
  const token = request.query.get('token') ?? '';
  if (type === '') throw noType();
  if (token === '') throw badRequest('Verify requires a token or a token hash');
  const isPkce = token.startsWith(pkcePrefix);
  const location = await inTransaction(auth.pool, (tx) =>
    followLink(tx, auth, request, { token, type, isPkce }),
  ).catch((error: unknown) => {
    if (error instanceof ApiError) return errorRedirect(error, request.redirectTo, isPkce);
    throw error;
  });
  return { status: 303, headers: { location, 'cache-control': 'no-store' } };
}
