import type { CallKind } from '@/lib/meetings/schemas';

/** A seat as this tab took it, and how the person was in it. */
export type KeptSeat = {
  seatId: string;
  /** The call that it belongs to, or that begins with it. */
  callId: string;
  kind: CallKind;
  isMuted: boolean;
  isCameraOn: boolean;
};

const keyOf = (userId: string, code: string) => `call-seat ${userId} ${code}`;

/** Remembers the seat for this tab, so that loading anew leads back to it. */
export function keepSeat(userId: string, code: string, seat: KeptSeat): void {
  const { seatId, callId, kind, isMuted, isCameraOn } = seat;
  try {
    const text = JSON.stringify({ seatId, callId, kind, isMuted, isCameraOn });
    sessionStorage.setItem(keyOf(userId, code), text);
  } catch {
    // Without storage, loading anew asks again, and the old seat closes by itself.
  }
}

/** The seat that this tab had in a room; null when it had none, or left. */
export function keptSeat(userId: string, code: string): KeptSeat | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(keyOf(userId, code)) ?? 'null');
    return isSeat(found) ? found : null;
  } catch {
    return null;
  }
}

export function forgetSeat(userId: string, code: string): void {
  try {
    sessionStorage.removeItem(keyOf(userId, code));
  } catch {
    // Nothing was kept.
  }
}

function isSeat(value: unknown): value is KeptSeat {
  if (typeof value !== 'object' || value === null) return false;
  const type = (name: keyof KeptSeat) => typeof Reflect.get(value, name);
  const hasIds = type('seatId') === 'string' && type('callId') === 'string' && type('kind') === 'string';
  return hasIds && type('isMuted') === 'boolean' && type('isCameraOn') === 'boolean';
}
