import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command, query } from '@/lib/core/command';
import { notFound } from '@/lib/core/errors';

import { ice, qualitySample, signal, signalBatch } from './schemas';
import { iceFor } from './turn';

/**
 * Sends signals from one's seat to another. The server stamps the sender and numbers them for the receiver.
 * `isTaken` false: one of the seats is gone, or was taken anew; ask for the call. */
export const sendSignals = command({
  name: 'meetings.send-signals',
  summary: 'Send offers, answers and candidates to another seat of the call.',
  scope: 'workspace',
  input: z.object({
    call_id: z.uuid(),
    from: z.uuid(),
    incarnation: z.int32(),
    to: z.uuid(),
    toIncarnation: z.int32(),
    signals: z
      .array(z.object({ link: z.int32(), data: signal }))
      .min(1)
      .max(60),
  }),
  output: z.object({ isTaken: z.boolean() }),
  feature: 'meetings',
  rate: { burst: 600, periodS: 60 },
  audit: null,
  run: async ({ db, actor }, { call_id: callId, from, incarnation, to, toIncarnation, signals }) => {
    const { rows } = await db.execute<{ taken: boolean }>(sql`
      select private.send_signals(${actor.workspaceId}::uuid, ${callId}::uuid, ${from}::uuid, ${incarnation}::integer,
        ${to}::uuid, ${toIncarnation}::integer, ${JSON.stringify(signals)}::jsonb) as taken`);
    return { isTaken: rows[0]?.taken ?? false };
  },
});

/** What was sent to one's seat after a number: for the gaps that realtime leaves. @throws not_found (not one's seat, or closed) */
export const readSignals = query({
  name: 'meetings.read-signals',
  summary: 'Read the signals that your seat was sent after a number.',
  scope: 'workspace',
  input: z.object({ call_id: z.uuid(), seat: z.uuid(), after: z.coerce.number().int().min(0) }),
  output: z.object({ batches: z.array(signalBatch) }),
  feature: 'meetings',
  rate: { burst: 300, periodS: 60 },
  run: async ({ db, actor }, { call_id: callId, seat, after }) => {
    const { rows } = await db.execute(sql`
      select private.read_signals(${actor.workspaceId}::uuid, ${callId}::uuid, ${seat}::uuid, ${after}::bigint) as batches`);
    const { batches } = sent.parse(rows[0]);
    if (!batches) throw notFound('This call, as one you are in,');
    return { batches };
  },
});

const sent = z.object({ batches: z.array(signalBatch).nullable() });

/** Keeps how one's links are; at most one sample a link in eight seconds counts. @throws not_found (not one's seat) */
export const noteQuality = command({
  name: 'meetings.note-quality',
  summary: 'Report how your links to the others are.',
  scope: 'workspace',
  input: z.object({ call_id: z.uuid(), seat: z.uuid(), samples: z.array(qualitySample).max(6) }),
  output: z.object({}),
  feature: 'meetings',
  rate: { burst: 30, periodS: 60 },
  audit: null,
  run: async ({ db, actor }, { call_id: callId, seat, samples }) => {
    const rows = samples.map((sample) => ({
      peer: sample.peerSeatId,
      round_trip_ms: sample.roundTripMs,
      loss: sample.loss,
      jitter_ms: sample.jitterMs,
      frames_per_second: sample.framesPerSecond,
      score: sample.score,
      is_relayed: sample.isRelayed,
    }));
    const { rows: answer } = await db.execute<{ noted: boolean }>(sql`
      select private.note_quality(${actor.workspaceId}::uuid, ${callId}::uuid, ${seat}::uuid, ${JSON.stringify(rows)}::jsonb) as noted`);
    if (!answer[0]?.noted) throw notFound('This call, as one you are in,');
    return {};
  },
});

/** New relay credentials, for who is in the call only. @throws not_found */
export const getIce = query({
  name: 'meetings.get-ice',
  summary: 'Get fresh STUN and TURN servers for your seat in a call.',
  scope: 'workspace',
  input: z.object({ call_id: z.uuid(), seat: z.uuid() }),
  output: ice,
  feature: 'meetings',
  rate: { burst: 30, periodS: 60 },
  run: async ({ db, actor }, { call_id: callId, seat }) => {
    const { rows } = await db.execute(sql`
      select from call_seats s
      where s.workspace_id = ${actor.workspaceId}::uuid and s.call_id = ${callId}::uuid and s.id = ${seat}::uuid
        and s.member_id = ${actor.memberId}::uuid and s.left_at is null`);
    if (rows.length === 0) throw notFound('This call, as one you are in,');
    return iceFor(actor.memberId);
  },
});
