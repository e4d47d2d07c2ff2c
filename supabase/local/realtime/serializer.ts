import { isRecord } from './message.ts';
import type { Incoming, Outgoing, UserBroadcast, Version } from './message.ts';

/** Frame kinds of the v2 binary protocol. */
const kind = { userBroadcastPush: 3, userBroadcast: 4 } as const;
const pushHeaderBytes = 7;
const broadcastHeaderBytes = 5;
const encodingJson = 1;
/** Lengths are one byte each. */
const maxFieldBytes = 255;

/** A text frame of a client; null when it is no message of that version. */
export function decodeText(version: Version, text: string): Incoming | null {
  const frame = parseJson(text);
  if (version === 2) {
    if (!Array.isArray(frame) || frame.length < 5) return null;
    return incoming(frame[0], frame[1], frame[2], frame[3], frame[4]);
  }
  if (!isRecord(frame)) return null;
  return incoming(frame['join_ref'], frame['ref'], frame['topic'], frame['event'], frame['payload']);
}

/** A binary frame of a v2 client: only broadcasts come that way. Null when it is cut short or of another kind. */
export function decodeBinary(frame: Buffer): Incoming | null {
  if (frame.length < pushHeaderBytes || frame[0] !== kind.userBroadcastPush) return null;
  const lengths = [frame[1], frame[2], frame[3], frame[4], frame[5]].map((length) => length ?? 0);
  let offset = pushHeaderBytes;
  const fields: string[] = [];
  for (const length of lengths) {
    if (offset + length > frame.length) return null;
    fields.push(frame.toString('utf8', offset, offset + length));
    offset += length;
  }
  const [joinRef = '', ref = '', topic = '', event = '', metaText = ''] = fields;
  const meta = metaText === '' ? null : parseJson(metaText);
  if (meta !== null && !isRecord(meta)) return null;
  const userBroadcast: UserBroadcast = {
    event,
    encoding: frame[6] === 0 ? 'binary' : 'json',
    body: frame.subarray(offset),
    meta,
  };
  const message = incoming(joinRef || null, ref || null, topic, 'broadcast', null);
  return message && { ...message, userBroadcast };
}

export function encodeMessage(version: Version, message: Outgoing): string {
  const { joinRef, ref, topic, event, payload } = message;
  return version === 2
    ? JSON.stringify([joinRef, ref, topic, event, payload])
    : JSON.stringify({ topic, event, payload, ref });
}

/** Binary frame for v2 clients; null when a field is longer than the protocol can say. */
export function encodeUserBroadcast(topic: string, broadcast: UserBroadcast): Buffer | null {
  const meta = broadcast.meta === null ? '' : JSON.stringify(broadcast.meta);
  const topicBytes = Buffer.byteLength(topic);
  const eventBytes = Buffer.byteLength(broadcast.event);
  const metaBytes = Buffer.byteLength(meta);
  if (Math.max(topicBytes, eventBytes, metaBytes) > maxFieldBytes) return null;
  const bodyAt = broadcastHeaderBytes + topicBytes + eventBytes + metaBytes;
  const frame = Buffer.allocUnsafe(bodyAt + broadcast.body.length);
  frame[0] = kind.userBroadcast;
  frame[1] = topicBytes;
  frame[2] = eventBytes;
  frame[3] = metaBytes;
  frame[4] = broadcast.encoding === 'json' ? encodingJson : 0;
  frame.write(topic, broadcastHeaderBytes);
  frame.write(broadcast.event, broadcastHeaderBytes + topicBytes);
  frame.write(meta, broadcastHeaderBytes + topicBytes + eventBytes);
  frame.set(broadcast.body, bodyAt);
  return frame;
}

/** The same broadcast for a v1 client; null when its payload is binary or no JSON, which v1 cannot carry. */
export function encodeUserBroadcastV1(topic: string, broadcast: UserBroadcast): string | null {
  if (broadcast.encoding === 'binary') return null;
  const payload = parseJson(Buffer.from(broadcast.body).toString('utf8'));
  if (payload === undefined) return null;
  const meta = broadcast.meta === null ? {} : { meta: broadcast.meta };
  const body = { type: 'broadcast', event: broadcast.event, payload, ...meta };
  return encodeMessage(1, { joinRef: null, ref: null, topic, event: 'broadcast', payload: body });
}

function incoming(
  joinRef: unknown,
  ref: unknown,
  topic: unknown,
  event: unknown,
  payload: unknown,
): Incoming | null {
  if (typeof topic !== 'string' || typeof event !== 'string') return null;
  return { joinRef: reference(joinRef), ref: reference(ref), topic, event, payload };
}

function reference(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}

/** Undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
