/** People in one call: each sends to each, so more would be too much for their lines. */
export const MAX_SEATS = 6;
/** Ringing ends by itself after this time. */
export const RING_MS = 45_000;
