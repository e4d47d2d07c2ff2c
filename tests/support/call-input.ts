/** A call that exists, and one's seat in it. */
export type CallScene = { code: string; callId: string; seatId: string };

/** What the endpoints of calls ask for, besides what the others do: with it they are tried past their input's check. */
export function callInput({ code, callId, seatId }: CallScene) {
  return {
    values: { room_code: code, call_id: callId, seatId },
    query: `&seat=${seatId}&after=0`,
    body: {
      callId,
      seatId,
      seat: seatId,
      from: seatId,
      to: seatId,
      incarnation: 1,
      toIncarnation: 1,
      isCameraOn: true,
      isSharing: false,
      signals: [{ link: 1, data: { type: 'renegotiate', renegotiate: true } }],
      samples: [],
    },
    /** Of PUT /calls/{call_id}/status alone: elsewhere it is a member's. */
    status: 'declined',
  };
}
