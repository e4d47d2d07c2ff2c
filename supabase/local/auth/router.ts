import type { AuthRuntime } from './auth-runtime.ts';
import { requireAdmin } from './authenticate.ts';
import type { Reply } from './reply.ts';
import type { AuthRequest } from './request.ts';
import { adminDeleteUser } from './routes/admin-delete-user.ts';
import { adminDeleteFactor, adminListFactors, adminUpdateFactor } from './routes/admin-factors.ts';
import { generateLink, invite } from './routes/admin-links.ts';
import { adminListUsers } from './routes/admin-list-users.ts';
import { adminCreateUser, adminGetUser, adminUpdateUser } from './routes/admin-users.ts';
import { authorize, authorizeLinking } from './routes/authorize.ts';
import { callback } from './routes/callback.ts';
import {
  adminDeletePasskey,
  adminListPasskeys,
  customProviders,
  oauthGrants,
  oauthServer,
  passkeys,
  sso,
} from './routes/disabled.ts';
import { enrollFactor, unenrollFactor } from './routes/factors.ts';
import { health, jwks, openidConfiguration, settings } from './routes/public.ts';
import { otp, recover, resend } from './routes/sign-in-links.ts';
import { signOut } from './routes/sign-out.ts';
import { postSignUp } from './routes/sign-up.ts';
import { postToken } from './routes/token.ts';
import { unlinkIdentity } from './routes/unlink-identity.ts';
import { getUser, reauthenticate, updateOwnUser } from './routes/user.ts';
import { challengeFactor, verifyFactor } from './routes/verify-factor.ts';
import { verifyByLink, verifyByPost } from './routes/verify.ts';

type Handler = (auth: AuthRuntime, request: AuthRequest, ...parameters: string[]) => Reply | Promise<Reply>;
/** A null method is any. */
type Route = { method: string | null; path: RegExp; handler: Handler };

/** `{}` stands for one segment, handed to the handler as it is; `.+` for any rest. */
function route(method: string | null, path: string, handler: Handler): Route {
  const pattern = path.replaceAll(/\.(?!\+)/g, '\\.').replaceAll('{}', '([^/]+)');
  return { method, path: new RegExp(`^${pattern}$`), handler };
}

function adminOnly(handler: Handler): Handler {
  return async (auth, request, ...parameters) => {
    await requireAdmin(auth, request);
    return handler(auth, request, ...parameters);
  };
}

const admin = (method: string, path: string, handler: Handler): Route =>
  route(method, path, adminOnly(handler));
const any = (path: string, handler: Handler): Route => route(null, path, handler);

const routes: readonly Route[] = [
  route('GET', '/health', health),
  route('GET', '/settings', settings),
  route('GET', '/.well-known/jwks.json', jwks),
  route('GET', '/.well-known/openid-configuration', openidConfiguration),
  route('GET', '/authorize', authorize),
  route('GET', '/callback', callback),
  route('POST', '/callback', callback),
  route('POST', '/signup', postSignUp),
  route('POST', '/token', postToken),
  route('POST', '/otp', otp),
  route('POST', '/magiclink', otp),
  route('POST', '/recover', recover),
  route('POST', '/resend', resend),
  route('GET', '/verify', verifyByLink),
  route('POST', '/verify', verifyByPost),
  route('POST', '/logout', signOut),
  route('GET', '/reauthenticate', reauthenticate),
  route('GET', '/user', getUser),
  route('PUT', '/user', updateOwnUser),
  route('GET', '/user/identities/authorize', authorizeLinking),
  route('DELETE', '/user/identities/{}', unlinkIdentity),
  route('POST', '/factors', enrollFactor),
  route('DELETE', '/factors/{}', unenrollFactor),
  route('POST', '/factors/{}/challenge', challengeFactor),
  route('POST', '/factors/{}/verify', verifyFactor),
  admin('POST', '/invite', invite),
  admin('GET', '/admin/users', adminListUsers),
  admin('POST', '/admin/users', adminCreateUser),
  admin('GET', '/admin/users/{}', adminGetUser),
  admin('PUT', '/admin/users/{}', adminUpdateUser),
  admin('DELETE', '/admin/users/{}', adminDeleteUser),
  admin('GET', '/admin/users/{}/factors', adminListFactors),
  admin('PUT', '/admin/users/{}/factors/{}', adminUpdateFactor),
  admin('DELETE', '/admin/users/{}/factors/{}', adminDeleteFactor),
  admin('POST', '/admin/generate_link', generateLink),
  any('/sso', sso),
  any('/sso/.+', sso),
  any('/passkeys', passkeys),
  any('/passkeys/.+', passkeys),
  any('/oauth/.+', oauthServer),
  any('/user/oauth/grants', oauthGrants),
  any('/admin/oauth/.+', adminOnly(oauthServer)),
  any('/admin/custom-providers', adminOnly(customProviders)),
  any('/admin/custom-providers/.+', adminOnly(customProviders)),
  admin('GET', '/admin/users/{}/passkeys', adminListPasskeys),
  admin('DELETE', '/admin/users/{}/passkeys/{}', adminDeletePasskey),
];

/** Finds the route and runs it; 404 and 405 in plain text, as hosted. */
export async function dispatch(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const here = routes.filter(({ path }) => path.test(request.path));
  if (here.length === 0) return { status: 404, body: '404 page not found' };
  const found = here.find(({ method }) => method === null || method === request.method);
  if (!found) return { status: 405 };
  return found.handler(auth, request, ...(found.path.exec(request.path)?.slice(1) ?? []));
}
