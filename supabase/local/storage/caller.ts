import type { IncomingHttpHeaders } from 'node:http';

import { accessDenied, invalidInput } from './errors.ts';
import type { StorageTokens } from './tokens.ts';

/** Who asks, as policies see them. */
export type Caller = {
  role: string;
  claims: Record<string, unknown>;
  token: string;
  /** `sub` of the token; becomes `owner_id` of what they make. */
  owner: string | null;
  /** Whether a valid token or key was shown. */
  verified: boolean;
};

/** The roles that the hosted server can become. */
const ROLES = new Set(['anon', 'authenticated', 'service_role']);

/** The server itself, past row-level security; for what the caller's own rights do not decide. */
export const service: Caller = {
  role: 'service_role',
  claims: { role: 'service_role' },
  token: '',
  owner: null,
  verified: true,
};

const stranger: Caller = { role: 'anon', claims: { role: 'anon' }, token: '', owner: null, verified: false };

/** The bearer token, else the API key, which the hosted gateway puts in its place. */
function shownToken(headers: IncomingHttpHeaders): string | null {
  const bearer = (headers.authorization ?? '').replace(/^bearer\s+/i, '');
  if (bearer !== '') return bearer;
  const key = headers['apikey'];
  return typeof key === 'string' && key !== '' ? key : null;
}

async function verify(tokens: StorageTokens, token: string): Promise<Caller> {
  const claims = await tokens.verifyCaller(token);
  const role = typeof claims['role'] === 'string' && claims['role'] !== '' ? claims['role'] : 'anon';
  if (!ROLES.has(role)) throw accessDenied(`permission denied to set role "${role}"`);
  const owner = typeof claims['sub'] === 'string' ? claims['sub'] : null;
  return { role, claims, token, owner, verified: true };
}

/** Refuses (`AccessDenied`) who shows no valid token or key. */
export async function requireCaller(tokens: StorageTokens, headers: IncomingHttpHeaders): Promise<Caller> {
  const token = shownToken(headers);
  if (token === null) throw invalidInput("headers must have required property 'authorization'");
  return await verify(tokens, token);
}

/** As hosted where an object may be public: a token that is missing or wrong counts as none. */
export async function guessCaller(tokens: StorageTokens, headers: IncomingHttpHeaders): Promise<Caller> {
  const token = shownToken(headers);
  if (token === null) return stranger;
  return await verify(tokens, token).catch(() => stranger);
}
