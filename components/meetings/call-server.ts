import type {
  Call,
  CallKind,
  Ice,
  QualitySample,
  Room,
  Seat,
  Signal,
  SignalBatch,
} from '@/lib/meetings/schemas';

import { callApi, isPassing, type ApiResult } from '../chat/api';
import type { Standing } from './own-media';
import type { Delivery } from './signal-outbox';

type Joined = { call: Call; lastSignal: number; ice: Ice };
type Asking = Pick<Parameters<typeof callApi>[2] & object, 'body' | 'query' | 'keepalive'>;

/** A connection that is dead answers nothing: after this it is tried anew. */
const PATIENCE_MS = 8_000;

/** The server's part of a call, for one seat of it. Nothing throws. */
export class CallServer {
  readonly #workspaceId: string;

  constructor(workspaceId: string) {
    this.#workspaceId = workspaceId;
  }

  async join(
    code: string,
    body: { callId: string; seatId: string; kind: CallKind; isMuted: boolean; isCameraOn: boolean },
  ): Promise<ApiResult<Joined>> {
    return await this.#ask('POST', `/meeting-rooms/${code}/join`, { body });
  }

  async room(code: string): Promise<ApiResult<Room>> {
    return await this.#ask('GET', `/meeting-rooms/${code}`);
  }

  async status(callId: string): Promise<ApiResult<Call>> {
    return await this.#ask('GET', `/calls/${callId}/status`);
  }

  /** A sign of life. @param isClosing the page goes, perhaps to come again: sent even so */
  async touch(
    callId: string,
    seat: { id: string; incarnation: number } & Standing,
    isClosing = false,
  ): Promise<ApiResult<{ lastSignal: number; version: number }>> {
    const { id, ...standing } = seat;
    const body = { ...standing, isClosing };
    return await this.#ask('PUT', `/calls/${callId}/seats/${id}`, { body, keepalive: isClosing });
  }

  async leave(callId: string, seatId: string): Promise<void> {
    await this.#ask('DELETE', `/calls/${callId}/seats/${seatId}`, { keepalive: true });
  }

  async send(
    callId: string,
    from: { id: string; incarnation: number },
    to: Seat,
    signals: readonly { link: number; data: Signal }[],
  ): Promise<Delivery> {
    const sent = await this.#ask<{ isTaken: boolean }>('POST', `/calls/${callId}/signals`, {
      body: {
        from: from.id,
        incarnation: from.incarnation,
        to: to.id,
        toIncarnation: to.incarnation,
        signals,
      },
    });
    if (!sent.ok) return isPassing(sent.error) ? 'failed' : 'refused';
    return sent.value.isTaken ? 'taken' : 'refused';
  }

  /** What the seat was sent after a number; null when that cannot be had now. */
  async signals(callId: string, seat: string, after: number): Promise<readonly SignalBatch[] | null> {
    const read = await this.#ask<{ batches: SignalBatch[] }>('GET', `/calls/${callId}/signals`, {
      query: { seat, after },
    });
    return read.ok ? read.value.batches : null;
  }

  async noteQuality(callId: string, seat: string, samples: readonly QualitySample[]): Promise<void> {
    if (samples.length > 0) await this.#ask('POST', `/calls/${callId}/quality`, { body: { seat, samples } });
  }

  /** Fresh credentials of the relays; null when they cannot be had now. */
  async ice(callId: string, seat: string): Promise<Ice | null> {
    const fresh = await this.#ask<Ice>('GET', `/calls/${callId}/ice`, { query: { seat } });
    return fresh.ok ? fresh.value : null;
  }

  async #ask<T>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    asking: Asking = {},
  ): Promise<ApiResult<T>> {
    return await callApi<T>(method, path, {
      ...asking,
      workspaceId: this.#workspaceId,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  }
}
