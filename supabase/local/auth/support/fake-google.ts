import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import type { CryptoKey, JWTPayload } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

import type { GoogleSettings } from '../oauth/google.ts';
import { listenOnLoopback } from './loopback-server.ts';

export type GooglePerson = { sub: string; email: string; email_verified: boolean; name?: string };

export type FakeGoogle = {
  settings: GoogleSettings;
  /** Who is signed in there and consents to everything. */
  person: GooglePerson;
  /** An ID token as an app on a phone would get it. */
  idToken(claims?: JWTPayload, key?: CryptoKey): Promise<string>;
  close(): Promise<void>;
};

type Issued = { person: GooglePerson; redirectUri: string };

const accessToken = 'google access token';
const hash = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');

function answerJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** An OpenID Connect provider over HTTP that speaks as Google does: discovery, consent, code exchange, RS256 keys. */
export async function startFakeGoogle(): Promise<FakeGoogle> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), alg: 'RS256', kid: 'one', use: 'sig' };
  const codes = new Map<string, Issued>();
  const server = createServer();
  const issuer = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  const settings = { issuer, clientId: 'parley-client', clientSecret: 'parley-secret' };

  const sign = (person: GooglePerson, claims: JWTPayload, key = privateKey) =>
    new SignJWT({ ...person, iss: issuer, aud: settings.clientId, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);

  const google: FakeGoogle = {
    settings,
    person: { sub: '1001', email: 'ann@example.com', email_verified: true, name: 'Ann' },
    idToken: (claims = {}, key = privateKey) => sign(google.person, claims, key),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  const consent = (url: URL, res: ServerResponse) => {
    const redirectUri = url.searchParams.get('redirect_uri') ?? '';
    const known = url.searchParams.get('client_id') === settings.clientId;
    if (!known || url.searchParams.get('response_type') !== 'code') {
      answerJson(res, 400, { error: 'invalid_request' });
      return;
    }
    const code = randomUUID();
    codes.set(code, { person: google.person, redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', url.searchParams.get('state') ?? '');
    res.writeHead(302, { location: back.toString() }).end();
  };

  const exchange = async (req: IncomingMessage, res: ServerResponse) => {
    const form = new URLSearchParams(await text(req));
    const code = form.get('code') ?? '';
    const issued = codes.get(code);
    codes.delete(code);
    const isOurs =
      form.get('client_id') === settings.clientId && form.get('client_secret') === settings.clientSecret;
    if (!isOurs || issued === undefined || form.get('redirect_uri') !== issued.redirectUri) {
      answerJson(res, 400, { error: 'invalid_grant' });
      return;
    }
    const id_token = await sign(issued.person, { at_hash: hash });
    answerJson(res, 200, {
      access_token: accessToken,
      refresh_token: 'google refresh token',
      token_type: 'Bearer',
      expires_in: 3600,
      id_token,
    });
  };

  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const url = new URL(req.url ?? '/', issuer);
    if (url.pathname === '/authorize') consent(url, res);
    else if (url.pathname === '/token') void exchange(req, res);
    else if (url.pathname === '/keys') answerJson(res, 200, { keys: [jwk] });
    else if (url.pathname === '/.well-known/openid-configuration') {
      answerJson(res, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
      });
    } else answerJson(res, 404, {});
  });
  return google;
}

/** Follows a sign-in through the provider as a browser would, to where it leads at last. */
export async function throughGoogle(url: string): Promise<URL> {
  let at = url;
  for (let hop = 0; hop < 5; hop += 1) {
    const response = await fetch(at, { redirect: 'manual' });
    await response.body?.cancel();
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${at} answered ${response.status} and leads nowhere`);
    at = location;
    if (!at.startsWith('http://127.0.0.1:')) return new URL(at);
  }
  throw new Error(`${url} leads round and round`);
}
