import type { CallSession } from './call-session';

/** Fetches what keeps a call going. @throws when the page's files cannot be fetched (now) */
export async function loadCallSession(): Promise<typeof CallSession> {
  return (await import('./call-session')).CallSession;
}
