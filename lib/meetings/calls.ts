import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command, query, type AuditEntry } from '@/lib/core/command';
import { AppError, notFound } from '@/lib/core/errors';

import { call, callKind, ice, roomCode, type Call } from './schemas';
import { iceFor } from './turn';

const RATE = { burst: 60, periodS: 60 };
const noCall = () => notFound('This call, as one you are in,');

const begunCall = call.extend({
  /** Whether it began just now. */
  isNew: z.boolean(),
});

/** The audit entry of a call that began, whoever came first by whichever way. */
const beginning = ({ id: object, conversationId, isNew }: z.input<typeof begunCall>): AuditEntry | null =>
  isNew ? { kind: 'call', object, detail: conversationId === null ? {} : { conversationId } } : null;

/**
 * Starts the call of a conversation or room, and rings people: those named, or in a direct conversation everybody else.
 * Where a call is live already, it is that one (`isNew` false).
 * @throws forbidden, not_found, conflict (archived; or who is called has just declined a call of the caller's there).
 */
export const startCall = command({
  name: 'meetings.start-call',
  summary: 'Start a call and ring the people you want in it.',
  scope: 'workspace',
  input: z.object({
    /** Of the call, made by the client. */
    id: z.uuid(),
    conversationId: z.uuid().optional(),
    /** Of a room without a conversation. */
    code: roomCode.optional(),
    kind: callKind.default('video'),
    /** Whom to ring; by default the others of a direct conversation. */
    memberIds: z.array(z.uuid()).max(20).optional(),
  }),
  output: begunCall,
  permission: 'calls.start',
  feature: 'meetings',
  rate: { burst: 20, periodS: 60 },
  audit: (_, started) => beginning(started),
  run: async ({ db, actor }, { id, conversationId, code, kind, memberIds }) => {
    if ((conversationId === undefined) === (code === undefined)) {
      throw new AppError('invalid', 'Give either a conversation or a room’s code.');
    }
    const called = memberIds && `{${memberIds.join(',')}}`;
    const { rows } = await db.execute(sql`
      select private.start_call(${actor.workspaceId}::uuid, ${id}::uuid, ${conversationId ?? null}::uuid, ${code ?? null}, ${kind},
        ${called ?? null}::uuid[]) as call`);
    return oneCall.parse(rows[0]).call;
  },
});

const oneCall = z.object({ call: begunCall });

const seatOf = { call_id: z.uuid(), seatId: z.uuid() };
const standing = { isMuted: z.boolean(), isCameraOn: z.boolean() };

/**
 * Takes a seat in a room's call, which begins if there is none; the same seat again after the page was loaded anew.
 * @throws not_found (no such room), conflict (six are in it, two of the caller's devices are, or
 * nobody has begun it and the caller may not).
 */
export const joinCall = command({
  name: 'meetings.join-call',
  summary: 'Join the call of a room, with what is needed to connect.',
  scope: 'workspace',
  input: z.object({
    room_code: roomCode,
    /** Of the call, should it begin now. */
    callId: z.uuid(),
    seatId: z.uuid(),
    kind: callKind.default('video'),
    ...standing,
  }),
  output: z.object({
    call: begunCall,
    /** Number of the last signal sent to the seat: those after it are to come. */
    lastSignal: z.number().int(),
    ice,
  }),
  feature: 'meetings',
  rate: RATE,
  audit: (_, { call: joined }) => beginning(joined),
  run: async ({ db, actor }, { room_code: code, callId, seatId, kind, isMuted, isCameraOn }) => {
    const { rows } = await db.execute(sql`
      select private.join_call(${actor.workspaceId}::uuid, ${code}, ${callId}::uuid, ${seatId}::uuid, ${kind},
        ${isMuted}, ${isCameraOn}) as call`);
    return joinedAs(rows[0], actor.memberId);
  },
  // The seat as it stands, with fresh credentials: those of then may have ended.
  again: async ({ db, actor }, { seatId }) => {
    const { rows } = await db.execute(sql`
      select private.see_call(s.workspace_id, s.call_id) || jsonb_build_object('isNew', false, 'lastSignal', s.last_signal) as call
      from call_seats s
      where s.workspace_id = ${actor.workspaceId}::uuid and s.id = ${seatId}::uuid and s.member_id = ${actor.memberId}::uuid
        and s.left_at is null`);
    if (rows.length === 0) throw noCall();
    return joinedAs(rows[0], actor.memberId);
  },
});

const joinedCall = z.object({ call: begunCall.extend({ lastSignal: z.number().int() }) });

function joinedAs(row: unknown, memberId: string) {
  const { lastSignal, ...live } = joinedCall.parse(row).call;
  return { call: live, lastSignal, ice: iceFor(memberId) };
}

/** A sign of life of one's seat, and how it stands. @throws not_found (closed, or taken again by a newer page). */
export const touchSeat = command({
  name: 'meetings.touch-seat',
  summary: 'Tell that your seat is alive, and whether you are muted, seen, or share a screen.',
  scope: 'workspace',
  input: z.object({
    ...seatOf,
    ...standing,
    incarnation: z.int32(),
    isSharing: z.boolean(),
    /** The page is being closed or loaded anew: without another sign of life the seat is closed within seconds. */
    isClosing: z.boolean().default(false),
  }),
  output: z.object({ lastSignal: z.number().int(), version: z.number().int() }),
  feature: 'meetings',
  rate: { burst: 120, periodS: 60 },
  audit: null,
  run: async (
    { db, actor },
    { call_id: callId, seatId, incarnation, isMuted, isCameraOn, isSharing, isClosing },
  ) => {
    const { rows } = await db.execute(sql`
      select private.touch_seat(${actor.workspaceId}::uuid, ${callId}::uuid, ${seatId}::uuid, ${incarnation}::integer,
        ${isMuted}, ${isCameraOn}, ${isSharing}, ${isClosing}) as alive`);
    const { alive } = touched.parse(rows[0]);
    if (!alive) throw noCall();
    return alive;
  },
});

const touched = z.object({
  alive: z.object({ lastSignal: z.number().int(), version: z.number().int() }).nullable(),
});

/** Leaves one's seat; the last one out ends the call. Safe to repeat. */
export const leaveCall = command({
  name: 'meetings.leave-call',
  summary: 'Leave a call.',
  scope: 'workspace',
  input: z.object(seatOf),
  output: z.object({}),
  feature: 'meetings',
  rate: RATE,
  audit: null,
  run: async ({ db, actor }, { call_id: callId, seatId }) => {
    await db.execute(
      sql`select private.leave_call(${actor.workspaceId}::uuid, ${callId}::uuid, ${seatId}::uuid)`,
    );
    return {};
  },
});

/** Ends a live call for everybody; only who started it may. @throws not_found */
export const endCall = command({
  name: 'meetings.end-call',
  summary: 'End a call for everybody, as the one who started it.',
  scope: 'workspace',
  input: z.object({ call_id: z.uuid() }),
  output: z.object({}),
  feature: 'meetings',
  rate: RATE,
  audit: ({ call_id: object }) => ({ kind: 'call', object }),
  run: async ({ db, actor }, { call_id: callId }) => {
    const { rows } = await db.execute<{ done: boolean }>(
      sql`select private.end_call(${actor.workspaceId}::uuid, ${callId}::uuid) as done`,
    );
    if (!rows[0]?.done) throw notFound('This call, as a live one that you started,');
    return {};
  },
});

/** Declines a call that rings for the caller, with a message if they like, or says that they are busy. @throws not_found */
export const answerRing = command({
  name: 'meetings.answer-ring',
  summary: 'Decline a call that rings for you; accepting it is joining it.',
  scope: 'workspace',
  input: z.object({
    call_id: z.uuid(),
    status: z.enum(['declined', 'busy']),
    message: z.string().trim().max(200).default(''),
  }),
  output: z.object({}),
  feature: 'meetings',
  rate: RATE,
  audit: null,
  run: async ({ db, actor }, { call_id: callId, status, message }) => {
    const { rows } = await db.execute<{ done: boolean }>(sql`
      select private.answer_ring(${actor.workspaceId}::uuid, ${callId}::uuid, ${status}, ${message}) as done`);
    if (!rows[0]?.done) throw notFound('This call, as one that rings for you,');
    return {};
  },
});

/** A call as it is now: who is in it, who was called. @throws not_found */
export const getCall = query({
  name: 'meetings.get-call',
  summary: 'Get how a call stands: who is in it, who was called and what came of it.',
  scope: 'workspace',
  input: z.object({ call_id: z.uuid() }),
  output: call,
  feature: 'meetings',
  rate: { burst: 300, periodS: 60 },
  run: async ({ db, actor }, { call_id: callId }): Promise<Call> => {
    const { rows } = await db.execute(sql`
      select private.see_call(${actor.workspaceId}::uuid, ${callId}::uuid) as call`);
    const { call: seen } = z.object({ call: call.nullable() }).parse(rows[0]);
    if (!seen) throw notFound('This call');
    return seen;
  },
});
