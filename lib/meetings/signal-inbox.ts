import type { SignalBatch } from './schemas';

/** What one seat was sent: batches are numbered without gaps, and taken in that order, each once. */
export type SignalInbox = {
  /** Number of the last batch that was taken. */
  taken: number;
  /** The highest number that is known to exist. */
  heard: number;
  early: readonly SignalBatch[];
};

/** More than this are not kept waiting; asking for the gap brings them again. */
const MAX_EARLY = 200;

/** An inbox that takes what comes after a number. */
export const openInbox = (taken: number): SignalInbox => ({ taken, heard: taken, early: [] });

/** Whether something is known to have been sent that has not come: ask for what is after `taken`. */
export const hasGap = ({ taken, heard }: SignalInbox): boolean => heard > taken;

/** Notes that batches up to this number exist. */
export function hearNumber(inbox: SignalInbox, number: number): SignalInbox {
  return number <= inbox.heard ? inbox : { ...inbox, heard: number };
}

/** Takes in batches, in any order and any number of times. @returns those whose turn has come, in order */
export function takeBatches(
  inbox: SignalInbox,
  batches: readonly SignalBatch[],
): [SignalInbox, readonly SignalBatch[]] {
  const waiting = new Map(inbox.early.map((batch) => [batch.number, batch]));
  for (const batch of batches) if (batch.number > inbox.taken) waiting.set(batch.number, batch);
  const heard = Math.max(inbox.heard, ...batches.map(({ number }) => number));
  const ready: SignalBatch[] = [];
  let { taken } = inbox;
  for (let next = waiting.get(taken + 1); next; next = waiting.get(taken + 1)) {
    waiting.delete(next.number);
    ready.push(next);
    taken = next.number;
  }
  const early = [...waiting.values()].sort((a, b) => a.number - b.number).slice(0, MAX_EARLY);
  return [{ taken, heard, early }, ready];
}
