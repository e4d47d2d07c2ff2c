import { z } from 'zod';

import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { badRequest, notFound, unprocessable } from '../errors.ts';
import { isFlowExpired, takeFlow } from '../flow-state.ts';
import { passwordMatches, weakness } from '../passwords.ts';
import { verifierMatches } from '../pkce.ts';
import { refreshSession } from '../refresh-session.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { parseBody, text } from '../request.ts';
import { openSession } from '../sessions.ts';
import { inTransaction } from '../transaction.ts';
import { findUser, isBanned } from '../users.ts';

const passwordBody = z.object({ email: text, phone: text, password: text });
const refreshBody = z.object({ refresh_token: text });
const pkceBody = z.object({ auth_code: text, code_verifier: text });

const invalidLogin = () => badRequest('Invalid login credentials', 'invalid_credentials');

async function passwordGrant(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const { email, phone, password } = parseBody(request, passwordBody);
  if (email !== '' && phone !== '') {
    throw badRequest('Only an email address or phone number should be provided on login.');
  }
  if (phone !== '') throw unprocessable('phone_provider_disabled', 'Phone logins are disabled');
  if (email === '') throw badRequest('missing email or phone');
  const found = await inTransaction(auth.pool, (tx) => findUser(tx, { email }));
  // Outside any transaction: a slow hash must not hold a connection.
  const valid = await passwordMatches(password, found?.encrypted_password ?? null, auth.decoyHash);
  return inTransaction(auth.pool, async (tx) => {
    const now = auth.now();
    const user = found && (await findUser(tx, { id: found.id }, { lock: true }));
    if (!user || user.encrypted_password !== found.encrypted_password) throw invalidLogin();
    if (isBanned(user, now)) throw badRequest('User is banned', 'user_banned');
    if (!valid) throw invalidLogin();
    if (user.email_confirmed_at === null) throw badRequest('Email not confirmed', 'email_not_confirmed');
    const traits = { provider: 'email' };
    await audit(tx, { actor: user, action: 'login', address: request.address, now, traits });
    const granted = await openSession(tx, auth, request, user, 'password');
    const weak = weakness(password);
    return json(weak ? { ...granted, weak_password: weak } : granted);
  });
}

async function pkceGrant(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const { auth_code: code, code_verifier: verifier } = parseBody(request, pkceBody);
  if (code === '' || verifier === '') {
    throw badRequest('invalid request: both auth code and code verifier should be non-empty');
  }
  return inTransaction(auth.pool, async (tx) => {
    const now = auth.now();
    const flow = await takeFlow(tx, code);
    const user = flow?.user_id ? await findUser(tx, { id: flow.user_id }) : null;
    if (!flow || !user) {
      throw notFound('flow_state_not_found', 'invalid flow state, no valid flow state found');
    }
    if (isFlowExpired(flow, auth.settings.flowTtlS, now)) {
      throw unprocessable('flow_state_expired', 'invalid flow state, flow state has expired');
    }
    if (!verifierMatches({ challenge: flow.code_challenge, method: flow.code_challenge_method }, verifier)) {
      throw badRequest('code challenge does not match previously saved code verifier', 'bad_code_verifier');
    }
    if (isBanned(user, now)) throw badRequest('User is banned', 'user_banned');
    await audit(tx, { actor: user, action: 'login', address: request.address, now });
    return json(await openSession(tx, auth, request, user, flow.authentication_method));
  });
}

async function refreshGrant(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const { refresh_token: token } = parseBody(request, refreshBody);
  return inTransaction(auth.pool, async (tx) => json(await refreshSession(tx, auth, request, token)));
}

/** POST /token?grant_type=password|refresh_token|pkce. */
export async function postToken(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const grant = { password: passwordGrant, refresh_token: refreshGrant, pkce: pkceGrant };
  const type = request.query.get('grant_type') ?? '';
  if (type !== 'password' && type !== 'refresh_token' && type !== 'pkce') {
    throw badRequest('unsupported_grant_type', 'invalid_credentials');
  }
  auth.limits.request('token', request.address, auth.now());
  return grant[type](auth, request);
}
