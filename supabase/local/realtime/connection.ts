import type { Duplex } from 'node:stream';

import type { WebSocket } from 'ws';

import { pause } from '../clock.ts';
import type { Channel } from './channel.ts';
import type { Core } from './core.ts';
import { webSocketFrame } from './frame.ts';
import { isChannelTopic, joinChannel, JoinRefused, wireTopicOf } from './join-channel.ts';
import type { Incoming, Outgoing, Version } from './message.ts';
import { decodeBinary, decodeText, encodeMessage } from './serializer.ts';
import type { WriteBatch } from './write-batch.ts';

/** Bytes that may wait for a slow reader before its socket is dropped. */
const maxBufferedBytes = 8 * 1_024 * 1_024;
/** Messages of one client that may wait for an answer before its socket is no longer read. */
const maxWaiting = 256;
/** RFC 6455 and IANA's registry beside it. */
const closeCode = { goingAway: 1_001, serviceRestart: 1_012 } as const;

export type Handshake = {
  version: Version;
  /** The API key or token the socket was opened with; stands in where a join brings none. */
  token: string;
  headers: Record<string, string>;
};

/** One WebSocket. A join holds everything behind it, refused ones included, as hosted. */
export class Connection {
  readonly version: Version;
  readonly token: string;
  readonly headers: Record<string, string>;
  lastSeenMs: number;
  readonly #core: Core;
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #batch: WriteBatch;
  readonly #channels = new Map<string, Channel>();
  readonly #inbox: Incoming[] = [];
  #waiting = 0;
  #joining = false;
  #closed = false;

  constructor(core: Core, handshake: Handshake, socket: WebSocket, stream: Duplex, batch: WriteBatch) {
    this.#core = core;
    this.version = handshake.version;
    this.token = handshake.token;
    this.headers = handshake.headers;
    this.#socket = socket;
    this.#stream = stream;
    this.#batch = batch;
    this.lastSeenMs = core.clock.now();
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  /** A frame from the client. */
  receive(data: Buffer, isBinary: boolean): void {
    if (this.#closed) return;
    this.lastSeenMs = this.#core.clock.now();
    const message =
      isBinary && this.version === 2 ? decodeBinary(data) : decodeText(this.version, data.toString('utf8'));
    if (message === null) {
      this.#core.log('warn', 'realtime: malformed message', { bytes: data.length });
      return;
    }
    if (this.#joining) {
      this.#inbox.push(message);
      this.waiting(1);
    } else {
      this.#dispatch(message);
    }
  }

  /** Counts messages that wait; past a bound the client's socket is not read until they are fewer. */
  waiting(change: number): void {
    this.#waiting += change;
    if (this.#closed) return;
    if (this.#waiting > maxWaiting) this.#socket.pause();
    else if (this.#socket.isPaused && this.#waiting < maxWaiting / 2) this.#socket.resume();
  }

  /** A ready frame, shared with other sockets. A reader who is too slow loses the socket. */
  write(frame: Buffer): void {
    if (this.#closed) return;
    if (this.#stream.writableLength > maxBufferedBytes) {
      this.#core.log('warn', 'realtime: dropped a slow reader', { bytes: this.#stream.writableLength });
      this.drop();
      return;
    }
    this.#batch.write(this.#stream, frame);
  }

  send(message: Outgoing): void {
    if (!this.#closed) this.write(webSocketFrame(encodeMessage(this.version, message)));
  }

  reply(message: Incoming, joinRef: string | null, status: 'ok' | 'error', response: unknown): void {
    const { ref, topic } = message;
    this.send({ joinRef, ref, topic, event: 'phx_reply', payload: { status, response } });
  }

  /** Without the `realtime:` prefix. */
  hasJoined(topic: string): boolean {
    return this.#channels.has(wireTopicOf(topic));
  }

  forget(channel: Channel): void {
    const { wireTopic } = channel.address;
    if (this.#channels.get(wireTopic) === channel) this.#channels.delete(wireTopic);
  }

  /** Tells every channel, then closes the socket so that the client opens a new one by itself. */
  restart(): void {
    for (const { address } of this.#channels.values()) {
      const payload = { extension: 'system', status: 'ok', message: 'Server requested disconnect' };
      this.send({ joinRef: null, ref: null, topic: address.wireTopic, event: 'system', payload });
    }
    this.#end(closeCode.serviceRestart);
  }

  /** Ends everything at once, without a closing handshake. */
  drop(): void {
    this.closed();
    this.#socket.terminate();
  }

  /** The socket is gone: its channels and presences go with it. */
  closed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inbox.length = 0;
    this.#core.users.delete(this);
    for (const channel of this.#channels.values()) channel.close(null);
  }

  /** Says goodbye to the socket; what the client still sends is not read. */
  #end(code: number): void {
    this.closed();
    this.#socket.close(code);
  }

  #dispatch(message: Incoming): void {
    const { topic, event, joinRef } = message;
    if (topic === 'phoenix') {
      if (event === 'heartbeat') this.reply(message, joinRef, 'ok', {});
      else this.reply(message, joinRef, 'error', { reason: 'unmatched topic' });
      return;
    }
    if (event === 'phx_join' && isChannelTopic(topic)) {
      this.#joining = true;
      this.#join(message).catch((error: unknown) => {
        this.#core.log('error', 'realtime: a join broke its connection', { error: String(error) });
        this.drop();
      });
      return;
    }
    const channel = this.#channels.get(topic);
    if (channel) channel.accept(message);
    else if (event === 'phx_leave') this.reply(message, joinRef, 'ok', {});
    else this.reply(message, joinRef, 'error', { reason: 'unmatched topic' });
  }

  async #join(message: Incoming): Promise<void> {
    // A second join of a topic takes the place of the first.
    this.#channels.get(message.topic)?.close('phx_close');
    try {
      const channel = await joinChannel(this.#core, this, message);
      if (this.#closed) channel.close(null);
      else this.#admit(channel, message);
    } catch (error) {
      this.#channels.get(message.topic)?.close(null);
      await this.#refuse(message, error);
    }
    this.#joining = false;
    while (!this.#joining && !this.#closed) {
      const next = this.#inbox.shift();
      if (next === undefined) return;
      this.waiting(-1);
      this.#dispatch(next);
    }
  }

  #admit(channel: Channel, message: Incoming): void {
    this.#channels.set(message.topic, channel);
    this.#core.users.add(this);
    const changes = channel.request.postgresChanges.map((change, id) => ({ ...change, id }));
    this.reply(message, message.joinRef, 'ok', { postgres_changes: changes });
    channel.open();
  }

  async #refuse(message: Incoming, error: unknown): Promise<void> {
    const { log, clock, delays } = this.#core;
    const expected = error instanceof JoinRefused;
    const reason = expected ? error.message : 'Unknown Error on Channel';
    log(expected ? 'info' : 'error', 'realtime: join refused', {
      topic: message.topic,
      reason: String(error),
    });
    await pause(clock, delays.joinRefusalMs);
    this.reply(message, message.joinRef, 'error', { reason });
    if (expected && error.disconnect) this.#end(closeCode.goingAway);
  }
}
