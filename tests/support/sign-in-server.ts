import { createServer } from 'node:http';

import { SignJWT, exportJWK, generateKeyPair, type JWTPayload } from 'jose';

export type SignInServer = {
  url: string;
  /** Signs a token as the Auth server would; `claims` replace the usual ones. */
  token: (claims: JWTPayload, options?: { foreignKey?: boolean; expiresInS?: number }) => Promise<string>;
  close: () => Promise<void>;
};

/** The public half of an Auth server: its JWKS over real HTTP, and tokens signed with the key behind it. */
export async function startSignInServer(): Promise<SignInServer> {
  const own = await generateKeyPair('ES256', { extractable: true });
  const foreign = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  const server = createServer((request, response) => {
    const isKeys = request.url === '/auth/v1/.well-known/jwks.json';
    response.writeHead(isKeys ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKeys ? { keys: [jwk] } : {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const { port } = address;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    token: (claims, { foreignKey = false, expiresInS = 600 } = {}) =>
      new SignJWT({ iss: `${url}/auth/v1`, aud: 'authenticated', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'JWT' })
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInS)
        .sign(foreignKey ? foreign.privateKey : own.privateKey),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
