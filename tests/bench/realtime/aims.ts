import type { Aim } from '../support/report.ts';

/**
 * What a first attempt of a thousand lines reached on two shared cores: at its peak, with a hundred listeners
 * at 20,000 deliveries a second, for a connection, and from SQL.
 */
export const PROTOTYPE = {
  rate: 160_000,
  crowdOf100: { p50: 1.4, p99: 2.6 },
  kibPerSocket: 40,
  fromDatabase: { p50: 1.6, p99: 8 },
  /** A bare commit there, when it was slow. */
  commitMs: 0.5,
};
/** A project of the Pro plan lets in no more; what is slower would be the narrow place. */
const JOINS_PER_SECOND = 500;
/** What the protocol may cost of the bare server's speed, where the machine is slower than the prototype's was. */
const SHARE_OF_FLOOR = 0.8;
/** A join is a question to the policies too, which a bare connection is not. */
const SHARE_OF_CONNECTS = 0.25;

const rounded = (value: number): number => Number(value.toPrecision(3));

/** At least what is wanted, or where the bare server cannot do that itself, most of what it can. */
function atLeast(wanted: number, floor: number, share: number): Aim {
  return { atLeastOfFloor: rounded(Math.min(wanted / floor, share)) };
}

export const rateAim = (floor: number): Aim => atLeast(PROTOTYPE.rate, floor, SHARE_OF_FLOOR);

export const joinsAim = (connectsPerSecond: number): Aim =>
  atLeast(JOINS_PER_SECOND, connectsPerSecond, SHARE_OF_CONNECTS);

/** At most the prototype's time, or where the bare server is not so fast either, little more than that needs. */
export function latencyAim(floorMs: number, prototypeMs = 0): Aim {
  return { atMost: rounded(Math.max(prototypeMs, floorMs / SHARE_OF_FLOOR)) };
}

/** The prototype's time, longer by as much as a bare commit takes longer here. */
export function databaseAim(commitMs: number, prototypeMs: number): Aim {
  return { atMost: rounded(prototypeMs * Math.max(1, commitMs / PROTOTYPE.commitMs)) };
}
