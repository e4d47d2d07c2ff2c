import type pg from 'pg';

import type { JoinRequest } from './join.ts';

export type ReplayedMessage = { id: string; event: string; payload: unknown; binary: Buffer | null };

const maxMessages = 25;
const clockDriftMs = 60_000;
/** The largest time that a JavaScript Date can hold. */
const maxTimeMs = 8.64e15;

/** Whether `since` (ms since the epoch) and `limit` can be used; `limit` may be missing. */
export function replayParams(
  replay: NonNullable<JoinRequest['replay']>,
): { sinceMs: number; limit: number } | null {
  const { since, limit = maxMessages } = replay;
  if (typeof since !== 'number' || !Number.isInteger(since) || Math.abs(since) > maxTimeMs) return null;
  if (limit !== null && (typeof limit !== 'number' || !Number.isInteger(limit))) return null;
  return { sinceMs: since, limit: Math.max(1, Math.min(limit ?? maxMessages, maxMessages)) };
}

/** The newest private broadcasts of a topic since a moment, oldest first; what is older than 72 hours is gone. */
export async function readReplay(
  pool: pg.Pool,
  topic: string,
  params: { sinceMs: number; limit: number },
  nowMs: number,
): Promise<ReplayedMessage[]> {
  const { rows } = await pool.query<ReplayedMessage>(
    `select id, event, payload, binary_payload as binary
       from realtime.messages
      where topic = $1 and private and extension = 'broadcast' and event is not null
        and inserted_at >= $2::timestamptz at time zone 'UTC'
        and inserted_at < $3::timestamptz at time zone 'UTC'
      order by inserted_at desc
      limit $4`,
    [
      topic,
      new Date(params.sinceMs).toISOString(),
      new Date(nowMs + clockDriftMs).toISOString(),
      params.limit,
    ],
  );
  return rows.toReversed();
}
