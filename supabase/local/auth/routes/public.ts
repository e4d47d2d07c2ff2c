import type { AuthRuntime } from '../auth-runtime.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';

/** Providers of hosted projects that this one knows by name only. */
export const otherProviders: readonly string[] = [
  'apple azure bitbucket discord facebook figma fly github gitlab kakao keycloak linkedin',
  'linkedin_oidc notion phone slack slack_oidc snapchat spotify twitch twitter workos zoom',
]
  .join(' ')
  .split(' ');

/** GET /settings: what this project offers for signing in. */
export function settings({ google, settings: { anonymousSignIns, signUps } }: AuthRuntime): Reply {
  const off = Object.fromEntries(otherProviders.map((provider) => [provider, false]));
  return json({
    external: { ...off, anonymous_users: anonymousSignIns, email: true, google: google !== null },
    disable_signup: !signUps,
    mailer_autoconfirm: false,
    phone_autoconfirm: false,
    sms_provider: '',
    saml_enabled: false,
    passkeys_enabled: false,
  });
}

/** GET /health: 500 when the database does not answer. */
export async function health(auth: AuthRuntime): Promise<Reply> {
  await auth.pool.query('select 1');
  return json({
    version: 'embedded',
    name: 'GoTrue',
    description: 'GoTrue is a user registration and authentication API',
  });
}

/** GET /.well-known/openid-configuration: where the keys behind the tokens are. The project is no OAuth server itself. */
export function openidConfiguration({ settings: { externalUrl } }: AuthRuntime): Reply {
  const document = {
    issuer: externalUrl,
    authorization_endpoint: `${externalUrl}/oauth/authorize`,
    token_endpoint: `${externalUrl}/oauth/token`,
    jwks_uri: `${externalUrl}/.well-known/jwks.json`,
    userinfo_endpoint: `${externalUrl}/oauth/userinfo`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'ES256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    code_challenge_methods_supported: ['S256', 'plain'],
  };
  return json(document, { 'cache-control': 'public, max-age=600' });
}

/** GET /.well-known/jwks.json, RFC 7517. */
export function jwks(auth: AuthRuntime): Reply {
  return json(auth.tokens.jwks(), { 'cache-control': 'public, max-age=600' });
}
