import type { CallSummary } from '@/lib/meetings/schemas';

import { minutesBetween } from './durations';

/** What a list says of a call. */
export type CallFacts = {
  outcome: 'live' | 'missed' | 'unanswered' | 'declined' | 'ended';
  /** Whole minutes; null while it is live, and where nobody talked to anybody. */
  minutes: number | null;
  /** Everybody who was there, each once, in the order in which they came. */
  memberIds: readonly string[];
  /** Mean score of the lines, 1 to 5, rounded; null when nothing was measured. */
  quality: 1 | 2 | 3 | 4 | 5 | null;
};

const QUALITIES = [1, 2, 3, 4, 5] as const;

/** Takes together what is known of a call, as `memberId` sees it: what they did not answer, they missed. */
export function factsOf(call: CallSummary, memberId: string): CallFacts {
  const { attendance, rings, startedAt, endReason } = call;
  const endedAt = endOf(call);
  const memberIds = [...new Set(attendance.map((one) => one.memberId))];
  const own = rings.find((ring) => ring.memberId === memberId);
  const isMissed =
    own !== undefined && ['missed', 'busy', 'cancelled'].includes(own.state) && !memberIds.includes(memberId);
  const failed = endReason === 'unanswered' || endReason === 'declined' ? endReason : 'ended';
  const outcome = endedAt === null ? 'live' : isMissed ? 'missed' : failed;
  const scores = attendance.flatMap(({ score }) => (score === null ? [] : [score]));
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    outcome,
    minutes: endedAt === null || failed !== 'ended' ? null : minutesBetween(startedAt, endedAt),
    memberIds,
    quality: scores.length === 0 ? null : (QUALITIES[Math.min(5, Math.max(1, Math.round(mean))) - 1] ?? null),
  };
}

/** When it ended; pages that died leave a call that the server ends a little later: it was over when the last of them went. */
function endOf({ endedAt, attendance }: CallSummary): string | null {
  if (endedAt !== null) return endedAt;
  const left = attendance.flatMap(({ leftAt }) => (leftAt === null ? [] : [leftAt]));
  return left.length < attendance.length ? null : (left.toSorted().at(-1) ?? null);
}
