import type { FreshToken } from './token-source';

/**
 * Asks our server for the caller's access token. Its lifetime is counted by the server's clock: ours may be wrong.
 * @throws when there is none: no network, or signed out
 */
export async function fetchToken(): Promise<FreshToken> {
  const response = await fetch('/api/v1/realtime/token', { method: 'POST', cache: 'no-store' });
  const answer: unknown = response.ok ? await response.json() : null;
  if (typeof answer !== 'object' || answer === null || !('token' in answer) || !('expiresAt' in answer)) {
    throw new Error(`no realtime token: ${response.status}`);
  }
  const serverNowMs = Date.parse(response.headers.get('date') ?? '') || Date.now();
  return { token: String(answer.token), lifetimeMs: Date.parse(String(answer.expiresAt)) - serverNowMs };
}
