/** An access token and for how long it is good from now on. */
export type FreshToken = { token: string; lifetimeMs: number };

export type TokenSource = {
  /** A token that is good for a while yet. @throws what fetching it threw, when there is none */
  get(): Promise<string>;
  /** Has the next call fetch a new one, unless the present one is younger than this. */
  renewOlderThan(ageMs: number): void;
};

/** The server renews sessions 90 s before their end: asking later than that gives a new token. */
const EARLY_MS = 80_000;

/** Keeps one token, fetches it once for all who ask, and again before it ends. */
export function createTokenSource(
  fetchToken: () => Promise<FreshToken>,
  now: () => number = Date.now,
): TokenSource {
  let current: { token: string; bornMs: number; endMs: number } | null = null;
  let underWay: Promise<string> | null = null;

  async function renew(): Promise<string> {
    try {
      const { token, lifetimeMs } = await fetchToken();
      current = { token, bornMs: now(), endMs: now() + lifetimeMs };
      return token;
    } finally {
      underWay = null;
    }
  }

  return {
    get() {
      if (current && now() < current.endMs - EARLY_MS) return Promise.resolve(current.token);
      underWay ??= renew();
      return underWay;
    },
    renewOlderThan(ageMs) {
      if (current && now() - current.bornMs > ageMs) current = null;
    },
  };
}
