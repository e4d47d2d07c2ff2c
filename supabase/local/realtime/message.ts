/** Serializer version of a socket, from its `vsn` parameter (1.0.0 or 2.0.0). */
export type Version = 1 | 2;

/** A broadcast whose payload stays the bytes that were sent, so that nobody parses it on the way. */
export type UserBroadcast = {
  event: string;
  encoding: 'json' | 'binary';
  body: Uint8Array;
  meta: Record<string, unknown> | null;
};

/** What a client sent; `userBroadcast` is set when it came as a binary broadcast frame. */
export type Incoming = {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
  userBroadcast?: UserBroadcast;
};

export type Outgoing = {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
};

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
