import type { AuthRuntime } from '../auth-runtime.ts';
import { requireCaller } from '../authenticate.ts';
import { badRequest, notFound } from '../errors.ts';
import type { GoogleProvider } from '../oauth/google.ts';
import { beginOAuthFlow } from '../oauth/oauth-flow.ts';
import { readChallenge } from '../pkce.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { inTransaction } from '../transaction.ts';
import { otherProviders } from './public.ts';

// What this server decides, and what is meant for it; the rest of the query goes on to the provider.
const kept = new Set([
  'client_id',
  'client_secret',
  'redirect_uri',
  'response_type',
  'state',
  'code_challenge',
  'code_challenge_method',
  'code_verifier',
  'provider',
  'scopes',
  'scope',
]);

function providerNamed(auth: AuthRuntime, name: string): GoogleProvider {
  const lower = name.toLowerCase();
  if (lower === 'google' && auth.google !== null) return auth.google;
  if (lower === 'google' || otherProviders.includes(lower)) {
    throw badRequest('Unsupported provider: provider is not enabled');
  }
  throw badRequest(`Unsupported provider: Provider ${lower} could not be found`);
}

/** The provider's page, with a new flow as its `state`; the flow ends in linking when a person is named. */
async function providerUrl(auth: AuthRuntime, request: AuthRequest, linkTo: string | null): Promise<string> {
  const { query } = request;
  const provider = providerNamed(auth, query.get('provider') ?? '');
  const challenge = readChallenge(
    query.get('code_challenge') ?? '',
    query.get('code_challenge_method') ?? '',
  );
  const flow = { provider: 'google', redirectTo: request.redirectTo, challenge, linkTo };
  const state = await inTransaction(auth.pool, (tx) => beginOAuthFlow(tx, flow, auth.now()));
  const extra = new URLSearchParams([...query].filter(([name]) => !kept.has(name.toLowerCase())));
  const scopes = (query.get('scopes') ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
  return provider.authorizeUrl(state, scopes, extra).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw badRequest(`Unsupported provider: ${reason}`);
  });
}

/** GET /authorize: sends the browser to the provider; `validation_failed` (400) for one this project does not offer. */
export async function authorize(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  return { status: 302, headers: { location: await providerUrl(auth, request, null) } };
}

/** GET /user/identities/authorize: the same for the caller's second way in; `manual_linking_disabled` (404). */
export async function authorizeLinking(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const { user } = await inTransaction(auth.pool, (tx) => requireCaller(tx, auth, request));
  if (!auth.settings.manualLinking) throw notFound('manual_linking_disabled', 'Manual linking is disabled');
  const url = await providerUrl(auth, request, user.id);
  if (request.query.get('skip_http_redirect') === 'true') return json({ url });
  return { status: 302, headers: { location: url } };
}
