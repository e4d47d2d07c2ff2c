import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { UserBroadcast } from './message.ts';
import {
  decodeBinary,
  decodeText,
  encodeMessage,
  encodeUserBroadcast,
  encodeUserBroadcastV1,
} from './serializer.ts';

/** Text of at most 255 UTF-8 bytes, which is what a length byte can say. */
const field = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => Buffer.byteLength(text) <= 255);
const reference = fc.option(field.filter((text) => text !== ''));

/** A broadcast as the upstream client frames it. */
function pushFrame(
  fields: { joinRef: string | null; ref: string | null; topic: string; event: string },
  encoding: 0 | 1,
  body: Uint8Array,
  meta = '',
): Buffer {
  const texts = [fields.joinRef ?? '', fields.ref ?? '', fields.topic, fields.event, meta];
  const parts = texts.map((text) => Buffer.from(text));
  return Buffer.concat([Buffer.from([3, ...parts.map((part) => part.length), encoding]), ...parts, body]);
}

/** Reads kind 4 the way the upstream client does. */
function readBroadcast(frame: Buffer): { topic: string; event: string; meta: unknown; body: Buffer } {
  const [, topicBytes = 0, eventBytes = 0, metaBytes = 0] = frame;
  const topicEnd = 5 + topicBytes;
  const eventEnd = topicEnd + eventBytes;
  const metaText = frame.toString('utf8', eventEnd, eventEnd + metaBytes);
  const meta: unknown = metaText === '' ? null : JSON.parse(metaText);
  return {
    topic: frame.toString('utf8', 5, topicEnd),
    event: frame.toString('utf8', topicEnd, eventEnd),
    meta,
    body: frame.subarray(eventEnd + metaBytes),
  };
}

describe('text frames', () => {
  test('what one side encodes the other decodes, in both versions', () => {
    fc.assert(
      fc.property(reference, field, field, fc.jsonValue(), (ref, topic, event, payload) => {
        const plain: unknown = JSON.parse(JSON.stringify(payload));
        for (const version of [1, 2] as const) {
          const text = encodeMessage(version, { joinRef: null, ref, topic, event, payload: plain });
          const decoded = decodeText(version, text);
          expect(decoded).toEqual({ joinRef: null, ref, topic, event, payload: plain });
        }
      }),
    );
  });

  test('v2 carries join_ref, v1 reads it and does not send it', () => {
    const message = { joinRef: '1', ref: '2', topic: 't', event: 'e', payload: {} };
    expect(decodeText(2, encodeMessage(2, message))).toEqual(message);
    expect(encodeMessage(1, message)).not.toContain('join_ref');
    expect(decodeText(1, '{"topic":"t","event":"e","payload":{},"ref":"2","join_ref":"1"}')).toEqual(message);
  });

  test.each([
    '',
    'null',
    '[]',
    '{}',
    '7',
    '"x"',
    '[1,2,3,4,5]',
    '{"topic":1}',
    '[null,null,"t"]',
    '{"topic":"t"',
  ])('what is no message is none: %s', (text) => {
    expect(decodeText(1, text)).toBeNull();
    expect(decodeText(2, text)).toBeNull();
  });
});

describe('binary broadcasts', () => {
  test('a push is read to the byte and passed on unread', () => {
    fc.assert(
      fc.property(reference, reference, field, field, fc.uint8Array(), (joinRef, ref, topic, event, body) => {
        const decoded = decodeBinary(pushFrame({ joinRef, ref, topic, event }, 0, body));
        expect(decoded).toMatchObject({ joinRef, ref, topic, event: 'broadcast' });
        const broadcast = decoded?.userBroadcast;
        expect(broadcast && { ...broadcast, body: Buffer.from(broadcast.body) }).toEqual({
          event,
          encoding: 'binary',
          body: Buffer.from(body),
          meta: null,
        });
      }),
    );
  });

  test('a broadcast is framed as the client reads it', () => {
    fc.assert(
      fc.property(field, field, fc.uint8Array(), fc.option(fc.uuid()), (topic, event, body, id) => {
        const meta = id === null ? null : { id };
        const frame = encodeUserBroadcast(topic, { event, encoding: 'binary', body, meta });
        expect(frame && readBroadcast(frame)).toEqual({ topic, event, meta, body: Buffer.from(body) });
      }),
    );
  });

  test('a topic or event too long for the protocol is not sent', () => {
    const broadcast: UserBroadcast = { event: 'e', encoding: 'json', body: Buffer.from('{}'), meta: null };
    expect(encodeUserBroadcast('é'.repeat(128), broadcast)).toBeNull();
    expect(encodeUserBroadcast('t', { ...broadcast, event: 'x'.repeat(256) })).toBeNull();
  });

  test('v1 gets JSON as JSON, and neither binary nor broken payloads', () => {
    const json: UserBroadcast = {
      event: 'e',
      encoding: 'json',
      body: Buffer.from('{"a":1}'),
      meta: { id: 'x' },
    };
    const text = encodeUserBroadcastV1('realtime:t', json);
    expect(text && decodeText(1, text)).toMatchObject({
      topic: 'realtime:t',
      event: 'broadcast',
      payload: { type: 'broadcast', event: 'e', payload: { a: 1 }, meta: { id: 'x' } },
    });
    expect(encodeUserBroadcastV1('t', { ...json, encoding: 'binary' })).toBeNull();
    expect(encodeUserBroadcastV1('t', { ...json, body: Buffer.from('{"a":') })).toBeNull();
  });

  test('any bytes are a message or nothing, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, asPush) => {
        const frame = Buffer.from(bytes);
        if (asPush && frame.length > 0) frame[0] = 3;
        const decoded = decodeBinary(frame);
        expect(decoded === null || typeof decoded.topic === 'string').toBe(true);
        decodeText(1, frame.toString('latin1'));
        decodeText(2, frame.toString('latin1'));
      }),
      { numRuns: 2_000 },
    );
  });

  test('metadata that is no object refuses the frame', () => {
    const fields = { joinRef: '1', ref: '1', topic: 't', event: 'e' };
    expect(decodeBinary(pushFrame(fields, 1, Buffer.from('{}'), '{"persist":true}'))).not.toBeNull();
    expect(decodeBinary(pushFrame(fields, 1, Buffer.from('{}'), '[1]'))).toBeNull();
    expect(decodeBinary(pushFrame(fields, 1, Buffer.from('{}'), '{'))).toBeNull();
  });
});
