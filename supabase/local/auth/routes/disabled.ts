import type { AuthRuntime } from '../auth-runtime.ts';
import { requireCaller } from '../authenticate.ts';
import { notFound } from '../errors.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { inTransaction } from '../transaction.ts';
import { loadAnyUser } from './admin-users.ts';

// What clients can ask of a hosted project that has these features off, and is answered so.

/** SAML, under /sso. */
export function sso(): never {
  throw notFound('saml_provider_disabled', 'SAML 2.0 is disabled');
}

/** Passkeys, under /passkeys. */
export function passkeys(): never {
  throw notFound('passkey_disabled', 'Passkeys are disabled');
}

/** The project as an OAuth server for others, under /oauth and /admin/oauth. */
export function oauthServer(): never {
  throw notFound('feature_disabled', 'OAuth server is disabled');
}

/** /user/oauth/grants: the caller is looked at first, as hosted. */
export async function oauthGrants(auth: AuthRuntime, request: AuthRequest): Promise<never> {
  await inTransaction(auth.pool, (tx) => requireCaller(tx, auth, request));
  return oauthServer();
}

/** Providers of the operator's own, under /admin/custom-providers. */
export function customProviders(): never {
  throw notFound('feature_disabled', 'Custom OAuth providers are disabled');
}

/** GET /admin/users/{id}/passkeys: nobody has any. */
export async function adminListPasskeys(
  auth: AuthRuntime,
  _request: AuthRequest,
  id: string,
): Promise<Reply> {
  await inTransaction(auth.pool, (tx) => loadAnyUser(tx, id));
  return json([]);
}

/** DELETE /admin/users/{id}/passkeys/{id}. */
export function adminDeletePasskey(): never {
  throw notFound('webauthn_credential_not_found', 'Passkey not found');
}
