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
export function settings(auth: AuthRuntime): Reply {
  const off = Object.fromEntries(otherProviders.map((provider) => [provider, false]));
  return json({
    external: { ...off, anonymous_users: true, email: true, google: auth.google !== null },
    disable_signup: false,
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

/** GET /.well-known/jwks.json, RFC 7517. */
export function jwks(auth: AuthRuntime): Reply {
  return json(auth.tokens.jwks, { 'cache-control': 'public, max-age=600' });
}
