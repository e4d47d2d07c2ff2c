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
/** After a failure nobody asks again for this long: all topics of a page want a token at once. */
const REST_MS = 1_500;

/** Keeps one token, fetches it once for all who ask, and again before it ends. */
export function createTokenSource(
  fetchToken: () => Promise<FreshToken>,
  now: () => number = Date.now,
): TokenSource {
  let current: { token: string; bornMs: number; endMs: number } | null = null;
  let underWay: Promise<string> | null = null;
  let failed: { error: unknown; atMs: number } | null = null;

  async function renew(): Promise<string> {
    try {
      const { token, lifetimeMs } = await fetchToken();
      current = { token, bornMs: now(), endMs: now() + lifetimeMs };
      failed = null;
      return token;
    } catch (error) {
      failed = { error, atMs: now() };
      throw error;
    } finally {
      underWay = null;
    }
  }

  return {
    get() {
      if (current && now() < current.endMs - EARLY_MS) return Promise.resolve(current.token);
      if (!underWay && failed && now() - failed.atMs < REST_MS) return Promise.reject(failed.error);
      underWay ??= renew();
      return underWay;
    },
    renewOlderThan(ageMs) {
      if (current && now() - current.bornMs > ageMs) current = null;
    },
  };
}
