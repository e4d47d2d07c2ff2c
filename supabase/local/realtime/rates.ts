import { every } from '../clock.ts';
import type { Cancel, Clock } from '../clock.ts';
import { RateCounter } from './limits.ts';
import type { Limits } from './limits.ts';

/** The rates that a project is held to. */
export type Rates = {
  messages: RateCounter;
  joins: RateCounter;
  presence: RateCounter;
  stop: Cancel;
};

export function startRates(limits: Limits, clock: Clock): Rates {
  const counters = {
    messages: new RateCounter(limits.messagesPerSecond),
    joins: new RateCounter(limits.joinsPerSecond),
    presence: new RateCounter(limits.presenceMessagesPerSecond),
  };
  const stop = every(clock, RateCounter.tickMs, () => {
    for (const counter of Object.values(counters)) counter.tick();
  });
  return { ...counters, stop };
}
