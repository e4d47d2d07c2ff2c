import type { Clock } from '../clock.ts';
import type { StreamState } from './replication.ts';

export type FaultSettings = {
  /**
   * `stalled`: nothing is read from the database; what waits comes once it flows again (Postgres gives up after a
   * minute). `down`: the connection is cut and stays away, and what is committed meanwhile is lost.
   */
  stream: StreamState;
  /** Every `presence_state` and `presence_diff` comes this much later, in order. */
  presenceDelayMs: number;
  /** Joins of topics that begin with this text are refused, all with the empty text, none with null. */
  refuseJoinsOf: string | null;
};

type FaultChange = { [Name in keyof FaultSettings]?: FaultSettings[Name] | undefined };

/** What a test may let Realtime do wrong. Everything is off until it is asked for. */
export type Faults = {
  readonly settings: Readonly<FaultSettings>;
  /** What is left out stays as it is. */
  set(change: FaultChange): void;
  /** Cuts the sockets that have joined this topic, or all of them, without a closing handshake; returns how many. */
  dropSockets(topic?: string): number;
  /** Cuts the connection to the database once; the stream comes back by itself. */
  killStream(): void;
  /** Switches everything off again. */
  reset(): void;
};

/** The side that the server asks. */
export type FaultHooks = {
  refusesJoin(topic: string): boolean;
  /** Runs at once, or later while presence is delayed. */
  delayPresence(run: () => void): void;
};

const off: FaultSettings = { stream: 'flowing', presenceDelayMs: 0, refuseJoinsOf: null };

export function createFaults(
  clock: Clock,
  parts: {
    setStream: (state: StreamState) => void;
    killStream: () => void;
    dropSockets: (topic: string | undefined) => number;
  },
): { faults: Faults; hooks: FaultHooks } {
  let settings = { ...off };
  let presenceDueMs = 0;

  function set({ stream, presenceDelayMs, refuseJoinsOf }: FaultChange): void {
    settings = {
      stream: stream ?? settings.stream,
      presenceDelayMs: presenceDelayMs ?? settings.presenceDelayMs,
      refuseJoinsOf: refuseJoinsOf === undefined ? settings.refuseJoinsOf : refuseJoinsOf,
    };
    parts.setStream(settings.stream);
  }

  const faults: Faults = {
    get settings() {
      return settings;
    },
    set,
    dropSockets: (topic) => parts.dropSockets(topic),
    killStream: () => parts.killStream(),
    reset: () => set(off),
  };
  const hooks: FaultHooks = {
    refusesJoin: (topic) => settings.refuseJoinsOf !== null && topic.startsWith(settings.refuseJoinsOf),
    delayPresence(run) {
      const nowMs = clock.now();
      // Never before what waits already: presence out of order would be a fault of another kind.
      presenceDueMs = Math.max(presenceDueMs, nowMs + settings.presenceDelayMs);
      if (presenceDueMs <= nowMs) run();
      else clock.after(presenceDueMs - nowMs, run);
    },
  };
  return { faults, hooks };
}
