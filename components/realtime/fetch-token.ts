import { noteAnswer } from './note-answer';
import type { FreshToken } from './token-source';

/** While Auth is away, an expired session looks like none: only one that stays refused is taken for over. */
const PATIENCE_MS = 20_000;

let refusedSinceMs: number | null = null;

/**
 * Asks our server for the caller's access token. Its lifetime is counted by the server's clock: ours may be wrong.
 * Who is signed out is led to the sign-in page. @throws when there is none: no network, or signed out
 */
export async function fetchToken(): Promise<FreshToken> {
  const sentMs = Date.now();
  const response = await fetch('/api/v1/realtime/token', {
    method: 'POST',
    cache: 'no-store',
    signal: AbortSignal.timeout(15_000),
  });
  noteAnswer(response, sentMs);
  const answer: unknown = await response.json();
  if (response.status === 401) {
    refusedSinceMs ??= Date.now();
    if (isOver(answer) || Date.now() - refusedSinceMs > PATIENCE_MS) signIn();
  } else refusedSinceMs = null;
  if (typeof answer !== 'object' || answer === null || !('token' in answer) || !('expiresAt' in answer)) {
    throw new Error(`no realtime token: ${response.status}`);
  }
  const serverNowMs = Date.parse(response.headers.get('date') ?? '') || Date.now();
  return { token: String(answer.token), lifetimeMs: Date.parse(String(answer.expiresAt)) - serverNowMs };
}

function isOver(answer: unknown): boolean {
  return JSON.stringify(answer).includes('"session_ended"');
}

function signIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}
