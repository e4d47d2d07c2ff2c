import { z } from 'zod';

/** Ten letters that are not mistaken for one another: abc-defg-hjk. Forgives capitals, spaces and missing hyphens. */
export const roomCode = z
  .string()
  .max(40)
  .transform((text) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z]/g, '')
      .replace(/^(.{3})(.{4})(.{3})$/, '$1-$2-$3'),
  )
  .pipe(z.string().regex(/^[a-hjkmnp-z]{3}-[a-hjkmnp-z]{4}-[a-hjkmnp-z]{3}$/, 'This is not a room’s code.'));

export const callKind = z.enum(['voice', 'video']);
export type CallKind = z.infer<typeof callKind>;

/** One device of a person in a call. */
export const seat = z.object({
  id: z.uuid(),
  memberId: z.uuid(),
  /** Rises when its page was loaded anew: connections to an earlier one are dead. */
  incarnation: z.number().int(),
  isMuted: z.boolean(),
  isCameraOn: z.boolean(),
  isSharing: z.boolean(),
  joinedAt: z.iso.datetime(),
});
export type Seat = z.infer<typeof seat>;

export const ringState = z.enum(['ringing', 'accepted', 'declined', 'busy', 'missed', 'cancelled']);

export const call = z.object({
  id: z.uuid(),
  roomId: z.uuid(),
  code: z.string(),
  conversationId: z.uuid().nullable(),
  kind: callKind,
  startedBy: z.uuid(),
  /** Grows with every change. */
  version: z.number().int(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  endReason: z.enum(['ended', 'empty', 'unanswered', 'declined']).nullable(),
  /** Realtime topic of the room, at this moment. */
  topicName: z.string(),
  /** Who is in it now. */
  seats: z.array(seat),
  /** Who was called, and what came of it. What they said is empty for who neither called nor was there. */
  rings: z.array(z.object({ memberId: z.uuid(), state: ringState, message: z.string() })),
});
export type Call = z.infer<typeof call>;

export const room = z.object({
  id: z.uuid(),
  workspaceId: z.uuid(),
  code: z.string(),
  /** Empty where the conversation names it. */
  name: z.string(),
  conversationId: z.uuid().nullable(),
  createdBy: z.uuid(),
  createdAt: z.iso.datetime(),
  /** The call that is live in it. */
  call: call.nullable(),
});
export type Room = z.infer<typeof room>;

/** An entry of RTCConfiguration.iceServers. */
export const iceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export const ice = z.object({
  iceServers: z.array(iceServer),
  /** When the credentials end; null where there are none. */
  expiresAt: z.iso.datetime().nullable(),
});
export type Ice = z.infer<typeof ice>;

/** What one end of a link tells the other, as simple-peer makes it. */
export const signal = z.union([
  z.object({ type: z.enum(['offer', 'answer']), sdp: z.string().max(60_000) }),
  z.object({
    type: z.literal('candidate'),
    candidate: z
      .object({
        candidate: z.string().max(1000),
        sdpMLineIndex: z.number().int().min(0).max(65_535).nullish(),
        sdpMid: z.string().max(64).nullish(),
      })
      .refine(
        ({ sdpMid, sdpMLineIndex }) => (sdpMid ?? null) !== null || (sdpMLineIndex ?? null) !== null,
        'Of which line it is, sdpMid or sdpMLineIndex says.',
      ),
  }),
  z.object({ type: z.literal('renegotiate'), renegotiate: z.literal(true) }),
  /** Ours: the link has started anew under this number; what belongs to an earlier one is dead. */
  z.object({ type: z.literal('restart'), link: z.number().int() }),
]);
export type Signal = z.infer<typeof signal>;

/** Signals of one sender to one seat, numbered for the receiver without gaps. */
export const signalBatch = z.object({
  number: z.number().int(),
  from: z.uuid(),
  fromIncarnation: z.number().int(),
  toIncarnation: z.number().int(),
  signals: z.array(z.object({ link: z.number().int(), data: signal })),
});
export type SignalBatch = z.infer<typeof signalBatch>;

/** How a link was over the last ten seconds, measured at the receiving end. */
export const qualitySample = z.object({
  peerSeatId: z.uuid(),
  roundTripMs: z.number().min(0).max(60_000).nullable(),
  /** Share of packets lost, 0 to 1. */
  loss: z.number().min(0).max(1).nullable(),
  jitterMs: z.number().min(0).max(60_000).nullable(),
  framesPerSecond: z.number().min(0).max(240).nullable(),
  /** 1 (unusable) to 5 (very good). */
  score: z.number().min(1).max(5),
  isRelayed: z.boolean(),
});
export type QualitySample = z.infer<typeof qualitySample>;

// Events of record --------------------------------------------------------------------------------

/** On the user topic: somebody calls. `state` busy: told only, since the person is in another call. */
export const callRinging = z.object({
  workspaceId: z.uuid(),
  callId: z.uuid(),
  code: z.string(),
  conversationId: z.uuid().nullable(),
  kind: callKind,
  callerId: z.uuid(),
  state: ringState,
  startedAt: z.iso.datetime(),
});
export type CallRinging = z.infer<typeof callRinging>;

/** On the receiver's user topic: signals for one of their seats. */
export const callSignal = signalBatch.extend({ callId: z.uuid(), seatId: z.uuid() });

/** A past or live call, as the history lists it. */
export const callSummary = z.object({
  id: z.uuid(),
  conversationId: z.uuid().nullable(),
  roomName: z.string(),
  kind: callKind,
  startedBy: z.uuid(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  endReason: z.enum(['ended', 'empty', 'unanswered', 'declined']).nullable(),
  /** Who was there, when, and for how long; a page that died left at its last sign of life. */
  attendance: z.array(
    z.object({
      memberId: z.uuid(),
      joinedAt: z.iso.datetime(),
      leftAt: z.iso.datetime().nullable(),
      /** How long they were there in all: without the time for which their page had died or their device slept. */
      presentMs: z.number().int(),
      /** Means over all that the person received; null where nothing was measured. The score is 1 to 5. */
      score: z.number().nullable(),
      roundTripMs: z.number().nullable(),
      lossPercent: z.number().nullable(),
      jitterMs: z.number().nullable(),
    }),
  ),
  rings: z.array(z.object({ memberId: z.uuid(), state: ringState, message: z.string() })),
});
export type CallSummary = z.infer<typeof callSummary>;
