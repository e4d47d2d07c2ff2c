import type { AuthRuntime } from '../auth-runtime.ts';
import { ApiError, badRequest, internal, OAuthError, unprocessable } from '../errors.ts';
import { acceptProfile } from '../oauth/accept-profile.ts';
import type { ProviderProfile, ProviderTokens } from '../oauth/google.ts';
import { linkIdentity } from '../oauth/link-identity.ts';
import type { OAuthFlow } from '../oauth/oauth-flow.ts';
import { completeOAuthFlow, endOAuthFlow, requireOAuthFlow } from '../oauth/oauth-flow.ts';
import { redirectWith } from '../redirects.ts';
import type { Reply } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { openSession } from '../sessions.ts';
import { inTransaction } from '../transaction.ts';
import { findUser } from '../users.ts';

const oauthErrors: Record<number, string> = {
  400: 'invalid_request',
  401: 'unauthorized_client',
  403: 'access_denied',
  503: 'temporarily_unavailable',
};
const denied = new Set(['signup_disabled', 'user_banned', 'provider_email_needs_verification']);

/** What a browser that went to the provider is told; null for failures that are ours alone. */
function describe(error: unknown): Record<string, string> | null {
  if (error instanceof OAuthError) return { error: error.error, error_description: error.message };
  if (!(error instanceof ApiError)) return null;
  const code = error.code ?? '';
  const named = denied.has(code) ? 'access_denied' : (oauthErrors[error.status] ?? 'server_error');
  return { error: named, error_code: code, error_description: error.message };
}

async function askProvider(
  auth: AuthRuntime,
  answer: URLSearchParams,
): Promise<{ tokens: ProviderTokens; profile: ProviderProfile }> {
  const refused = answer.get('error') ?? '';
  if (refused !== '') throw new OAuthError(refused, answer.get('error_description') ?? '');
  const code = answer.get('code') ?? '';
  if (code === '') {
    throw badRequest('OAuth callback with missing authorization code missing', 'bad_oauth_callback');
  }
  const { google } = auth;
  if (google === null) {
    const message = 'Unsupported provider: provider is not enabled';
    throw badRequest(message, 'oauth_provider_not_supported');
  }
  const tokens = await google.exchange(code).catch((error: unknown) => {
    throw internal(`Unable to exchange external code: ${code.slice(0, 4)}`, error);
  });
  const { profile, audience } = await google
    .verify(tokens.idToken, tokens.accessToken)
    .catch((error: unknown) => {
      throw internal('Error getting user profile from external provider', error);
    });
  if (!audience.includes(google.settings.clientId)) {
    throw internal('Error getting user profile from external provider');
  }
  if (profile.email === '') throw internal('Error getting user email from external provider');
  return { tokens, profile };
}

/** Signs in or links, then leads on: with a code to exchange (PKCE), or with tokens in the fragment. */
async function finish(
  auth: AuthRuntime,
  request: AuthRequest,
  state: string,
  { tokens, profile }: { tokens: ProviderTokens; profile: ProviderProfile },
): Promise<string> {
  return inTransaction(auth.pool, async (tx) => {
    const now = auth.now();
    // Read again and locked: one state is good for one sign-in, however often the answer comes.
    const flow = await requireOAuthFlow(tx, state, { ttlS: auth.settings.flowTtlS, now });
    const arrival = { tx, auth, request, provider: flow.provider_type };
    const target =
      flow.linking_target_id === null
        ? null
        : await findUser(tx, { id: flow.linking_target_id }, { lock: true });
    if (flow.linking_target_id !== null && target === null) {
      throw unprocessable('user_not_found', 'Linking target user not found');
    }
    const user =
      target === null ? await acceptProfile(arrival, profile) : await linkIdentity(arrival, target, profile);
    if (flow.code_challenge !== null) {
      const grant = { userId: user.id, tokens, serverSecret: auth.keys.secretKey };
      return redirectWith(flow.referrer, { query: { code: await completeOAuthFlow(tx, flow, grant, now) } });
    }
    const { user: _person, ...granted } = await openSession(tx, auth, request, user, 'oauth');
    await endOAuthFlow(tx, flow);
    const { accessToken, refreshToken } = tokens;
    const values = {
      ...granted,
      provider_token: accessToken,
      ...(refreshToken !== null && { provider_refresh_token: refreshToken }),
    };
    const fragment = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
    return redirectWith(flow.referrer, { fragment });
  });
}

/** GET and POST /callback: where the provider sends the browser back. Every outcome is a redirect within the allow list. */
export async function callback(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const answer = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
  const state = answer.get('state') ?? '';
  let flow: OAuthFlow;
  try {
    const options = { ttlS: auth.settings.flowTtlS, now: auth.now() };
    flow = await inTransaction(auth.pool, (tx) => requireOAuthFlow(tx, state, options));
  } catch (error) {
    const query = describe(error);
    if (query === null) throw error;
    return { status: 303, headers: { location: redirectWith(auth.settings.siteUrl, { query }) } };
  }
  try {
    const location = await finish(auth, request, state, await askProvider(auth, answer));
    return { status: 302, headers: { location } };
  } catch (error) {
    const values = describe(error);
    if (values === null) throw error;
    if (error instanceof ApiError && error.status >= 500) {
      const cause = error.cause instanceof Error ? error.cause.message : undefined;
      auth.log('warn', 'sign-in by a provider failed', { error: error.message, cause });
    }
    const location = redirectWith(flow.referrer, { query: values, fragment: values });
    return { status: 302, headers: { location } };
  }
}
