import { z } from 'zod';

import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { badRequest, notFound, unprocessable } from '../errors.ts';
import type { FlowState } from '../flow-state.ts';
import { isFlowExpired, takeFlow } from '../flow-state.ts';
import { passwordMatches, weakness } from '../passwords.ts';
import { verifierMatches } from '../pkce.ts';
import { refreshSession } from '../refresh-session.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { parseBody, text } from '../request.ts';
import { open } from '../secret-box.ts';
import { openSession } from '../sessions.ts';
import { inTransaction } from '../transaction.ts';
import { findUser, isBanned } from '../users.ts';
import { idTokenGrant } from './id-token.ts';

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
  const valid = await passwordMatches(password, found?.encrypted_password ?? null, auth.settings.bcryptCost);
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
    const weak = weakness(password, auth.settings);
    return json(weak ? { ...granted, weak_password: weak } : granted);
  });
}

/** What the provider gave for the app to call it with; this service keeps none of it. */
function providerTokens(auth: AuthRuntime, flow: FlowState): Record<string, string> {
  const { provider_access_token: access, provider_refresh_token: refresh } = flow;
  const reveal = (sealed: string) => open(auth.keys.secretKey, flow.id, sealed);
  return {
    ...(access !== null && { provider_token: reveal(access) }),
    ...(refresh !== null && { provider_refresh_token: reveal(refresh) }),
  };
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
    const traits = { provider_type: flow.provider_type };
    await audit(tx, { actor: user, action: 'login', address: request.address, now, traits });
    const granted = await openSession(tx, auth, request, user, flow.authentication_method);
    return json({ ...granted, ...providerTokens(auth, flow) });
  });
}

async function refreshGrant(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const { refresh_token: token } = parseBody(request, refreshBody);
  return inTransaction(auth.pool, async (tx) => json(await refreshSession(tx, auth, request, token)));
}

async function web3Grant(): Promise<never> {
  throw unprocessable('web3_provider_disabled', 'Web3 provider is disabled');
}

const grants = new Map([
  ['password', passwordGrant],
  ['refresh_token', refreshGrant],
  ['pkce', pkceGrant],
  ['id_token', idTokenGrant],
  ['web3', web3Grant],
]);

/** POST /token?grant_type=password|refresh_token|pkce|id_token. */
export async function postToken(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const grant = grants.get(request.query.get('grant_type') ?? '');
  if (grant === undefined) throw badRequest('unsupported_grant_type', 'invalid_credentials');
  auth.limits.request('token', request.address, auth.now());
  return grant(auth, request);
}
