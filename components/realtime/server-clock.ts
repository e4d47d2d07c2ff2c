/** The `Date` of an answer (RFC 9110) has whole seconds. */
const GRAIN_MS = 1000;

export type ServerClock = {
  /**
   * Takes in the `Date` of an answer.
   * @param sentMs @param receivedMs when the call left and the answer's head came, by our clock
   */
  note(date: string | null, sentMs: number, receivedMs: number): void;
  /** Now by the server's clock, in milliseconds, as exactly as is known. Ours, where nothing speaks against it. */
  nowMs(): number;
};

/**
 * Estimates by how much our clock is wrong. Each answer says between what bounds the difference lies; all of them together
 * narrow it down, and one that fits none before it means that our clock was set anew.
 */
export function createServerClock(now: () => number = Date.now): ServerClock {
  let lowMs = -Infinity;
  let highMs = Infinity;
  let offsetMs = 0;
  return {
    note(date, sentMs, receivedMs) {
      const writtenMs = Date.parse(date ?? '');
      if (Number.isNaN(writtenMs)) return;
      const low = writtenMs - receivedMs;
      const high = writtenMs + GRAIN_MS - sentMs;
      const isAnew = low > highMs || high < lowMs;
      lowMs = isAnew ? low : Math.max(lowMs, low);
      highMs = isAnew ? high : Math.min(highMs, high);
      offsetMs = lowMs <= 0 && highMs >= 0 ? 0 : (lowMs + highMs) / 2;
    },
    nowMs: () => now() + offsetMs,
  };
}

const clock = createServerClock();

/** Notes what an answer of our server says about the time. */
export const noteServerTime: ServerClock['note'] = (date, sentMs, receivedMs) =>
  clock.note(date, sentMs, receivedMs);

/** Now by the server's clock, as ISO 8601: for what is shown before the server has dated it. */
export const serverNow = (): string => new Date(clock.nowMs()).toISOString();
