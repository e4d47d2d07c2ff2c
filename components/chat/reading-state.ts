/** How far the reader is, and where the "new" line stands. */
export type ReadingState = {
  /** Everything after this, by others, is new; null draws no line. */
  line: number | null;
  /** The last message that was seen while reading; 0 before any. */
  seen: number;
  wasReading: boolean;
  /** After "mark unread" nothing is marked read until the reader looks away or writes. */
  isHeld: boolean;
  /** The own message that is on its way. */
  ownId: string | null;
};

export type ReadingNow = {
  /** The end of the list is on screen and looked at. */
  isReading: boolean;
  newestSeq: number;
  ownId: string | null;
};

export function startReading(line: number | null): ReadingState {
  return { line, seen: 0, wasReading: false, isHeld: false, ownId: null };
}

/** What changes with what happens now: writing takes the line away, looking away moves it to what was seen. */
export function advanceReading(state: ReadingState, now: ReadingNow): ReadingState {
  let next = state;
  if (now.ownId !== next.ownId) {
    next = { ...next, ownId: now.ownId, ...(now.ownId === null ? {} : { line: null, isHeld: false }) };
  }
  if (next.wasReading && !now.isReading) {
    const line = next.isHeld || next.seen === 0 ? next.line : next.seen;
    next = { ...next, wasReading: false, isHeld: false, line };
  }
  if (now.isReading && !next.wasReading) next = { ...next, wasReading: true };
  if (now.isReading && !next.isHeld && next.seen !== now.newestSeq) next = { ...next, seen: now.newestSeq };
  return next;
}

/** The reader marked a message and all after it unread. */
export function holdUnread(state: ReadingState, seq: number): ReadingState {
  return { ...state, line: seq - 1, isHeld: true };
}
