import { createHash } from 'node:crypto';

import { z } from 'zod';

import type { AuthRuntime } from '../auth-runtime.ts';
import { requireCaller } from '../authenticate.ts';
import { badRequest, OAuthError } from '../errors.ts';
import { acceptProfile } from '../oauth/accept-profile.ts';
import type { GoogleProvider, ProviderProfile } from '../oauth/google.ts';
import { linkIdentity } from '../oauth/link-identity.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { flag, parseBody, text } from '../request.ts';
import { openSession } from '../sessions.ts';
import { inTransaction } from '../transaction.ts';

const body = z.object({
  id_token: text,
  access_token: text,
  nonce: text,
  provider: text,
  client_id: text,
  issuer: text,
  link_identity: flag,
});
type Params = z.infer<typeof body>;

const invalid = (description: string) => new OAuthError('invalid request', description);

function providerOf(auth: AuthRuntime, { provider, issuer }: Params): GoogleProvider {
  const { google } = auth;
  const isGoogle = provider === 'google' || (google !== null && issuer === google.settings.issuer);
  if (!isGoogle) throw badRequest(`Custom OIDC provider "${provider}" not allowed`);
  if (google === null) {
    throw badRequest('Provider (issuer "https://accounts.google.com") is not enabled', 'provider_disabled');
  }
  return google;
}

function checkNonce(given: string, claimed: string): void {
  if ((given === '') !== (claimed === '')) {
    throw invalid('Passed nonce and nonce in id_token should either both exist or not.');
  }
  if (given !== '' && createHash('sha256').update(given).digest('hex') !== claimed) {
    throw new OAuthError('invalid nonce', 'Nonces mismatch');
  }
}

async function readProfile(google: GoogleProvider, params: Params): Promise<ProviderProfile> {
  const accessToken = params.access_token === '' ? null : params.access_token;
  const verified = await google.verify(params.id_token, accessToken).catch(() => {
    throw invalid('Bad ID token');
  });
  if (verified.profile.subject === '') throw invalid('Missing sub claim in id_token');
  if (!verified.audience.includes(google.settings.clientId)) {
    throw invalid(`Unacceptable audience in id_token: [${verified.audience.join(' ')}]`);
  }
  checkNonce(params.nonce, verified.nonce);
  return verified.profile;
}

/**
 * POST /token?grant_type=id_token: signs in with a token that an app got from Google itself, or links it to the caller.
 * Every refusal of the token is `{error, error_description}` (400).
 */
export async function idTokenGrant(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const params = parseBody(request, body);
  if (params.id_token === '') throw invalid('id_token required');
  if (params.provider === '' && (params.client_id === '' || params.issuer === '')) {
    throw invalid('provider or client_id and issuer required');
  }
  if (params.link_identity && request.bearer === null) {
    throw invalid('Linking requires a valid user access token in Authorization');
  }
  const google = providerOf(auth, params);
  const profile = await readProfile(google, params);
  return inTransaction(auth.pool, async (tx) => {
    const arrival = { tx, auth, request, provider: 'google' };
    const user = params.link_identity
      ? await linkIdentity(arrival, (await requireCaller(tx, auth, request, { lock: true })).user, profile)
      : await acceptProfile(arrival, profile);
    return json(await openSession(tx, auth, request, user, 'oauth'));
  });
}
