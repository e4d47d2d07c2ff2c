import { MAX_SEATS } from '@/lib/meetings/limits';
import type { Call, CallKind, Ice, Seat, Signal, SignalBatch } from '@/lib/meetings/schemas';

import { isPassing } from '../chat/api';
import { backoffMs } from '../realtime/backoff';
import type { Hub } from '../realtime/hub';
import { createRefresher } from '../realtime/refresher';
import type { Store } from '../realtime/store';
import { isCall, isCallSignal } from './call-events';
import { CallMail } from './call-mail';
import { CallServer, type Standing } from './call-server';
import type { CallPhase } from './call-types';
import type { Delivery } from './signal-outbox';

export type SeatOptions = {
  hub: Pick<Hub, 'join'>;
  workspaceId: string;
  /** Of the room. */
  code: string;
  /** The person's own topic, where signals come; it may move. */
  userTopic: Store<string>;
  /** The same as before, when the page was loaded anew. */
  seatId: string;
  /** Of the call: the one it belongs to, or the one that begins now. */
  callId: string;
  /** What the call becomes if it begins now. */
  kind: CallKind;
};

export type OverReason = Extract<CallPhase, { name: 'over' }>['reason'];

type SeatHost = {
  standing: () => Standing;
  /** The seat was taken, or taken again: links to before are dead. */
  onSeated: () => void;
  /** Who is in the call changed; never older than before. */
  onCall: (call: Call) => void;
  /** @returns false: the sender is not known yet */
  onSignals: (batch: SignalBatch) => boolean;
  onPhase: (name: 'in' | 'reconnecting') => void;
  /** There is nothing more to try. */
  onOver: (reason: OverReason) => void;
};

/** One's seat in a call: taking it, keeping it alive, hearing of the others, and taking it again when it was lost. */
export class CallSeat {
  call: Call | null = null;
  ice: Ice = { iceServers: [], expiresAt: null };
  readonly #options: SeatOptions;
  readonly #host: SeatHost;
  readonly #server: CallServer;
  readonly #stopTopic: () => void;
  #incarnation = 0;
  #mail: CallMail | null = null;
  #topic: { name: string; leave: () => void } | null = null;
  #ownTopic: { name: string; leave: () => void } | null = null;
  #isJoining = false;
  #isOver = false;
  #isLeft = false;

  constructor(options: SeatOptions, host: SeatHost) {
    this.#options = options;
    this.#host = host;
    this.#server = new CallServer(options.workspaceId);
    this.#stopTopic = options.userTopic.subscribe(() => this.#hearOwn());
  }

  async start(): Promise<void> {
    this.#hearOwn();
    await this.#join();
  }

  /** Links are there by now: signals that waited for them are taken. */
  resume(): void {
    this.#mail?.retry();
  }

  /** A sign of life soon: own standing changed, or something may have been missed. */
  beat(): void {
    this.#beats.soon(0);
  }

  async send(to: Seat, signals: readonly { link: number; data: Signal }[]): Promise<Delivery> {
    const from = { id: this.#options.seatId, incarnation: this.#incarnation };
    const outcome = this.call ? await this.#server.send(this.call.id, from, to, signals) : 'refused';
    if (outcome === 'refused') this.#status.soon(0);
    return outcome;
  }

  async noteQuality(samples: Parameters<CallServer['noteQuality']>[2]): Promise<void> {
    if (this.call) await this.#server.noteQuality(this.call.id, this.#options.seatId, samples);
  }

  /** Fetches credentials of the relays anew. @returns whether there are any */
  async renewIce(): Promise<boolean> {
    const fresh = this.call ? await this.#server.ice(this.call.id, this.#options.seatId) : null;
    if (fresh) this.ice = fresh;
    return fresh !== null;
  }

  /** The page goes, perhaps to come again: the seat stays for some seconds. */
  tellClosing(): void {
    if (this.call && !this.#isOver) void this.#touch(this.call.id, true);
  }

  async leave(): Promise<void> {
    this.#isLeft = true;
    this.end();
    if (this.call) await this.#server.leave(this.call.id, this.#options.seatId);
  }

  end(): void {
    this.#isOver = true;
    this.#stopTopic();
    this.#beats.stop();
    this.#status.stop();
    this.#topic?.leave();
    this.#ownTopic?.leave();
    this.#mail?.end();
  }

  async #join(): Promise<void> {
    if (this.#isJoining) return;
    this.#isJoining = true;
    for (let tries = 1; !this.#isOver; tries += 1) {
      if (await this.#tryJoin()) break;
      await new Promise((resolve) => {
        setTimeout(resolve, backoffMs(tries, 5_000));
      });
    }
    this.#isJoining = false;
    this.beat();
  }

  /** @returns false when it may succeed later */
  async #tryJoin(): Promise<boolean> {
    const { code, seatId, callId, kind } = this.#options;
    const { isMuted, isCameraOn } = this.#host.standing();
    const joined = await this.#server.join(code, { callId, seatId, kind, isMuted, isCameraOn });
    if (!joined.ok) {
      if (isPassing(joined.error)) return false;
      this.#finish(await this.#whyNot(joined.error.code === 'conflict'));
      return true;
    }
    const { call, lastSignal, ice } = joined.value;
    if (this.#isOver) {
      if (this.#isLeft) await this.#server.leave(call.id, seatId);
      return true;
    }
    this.ice = ice;
    this.#incarnation = call.seats.find(({ id }) => id === seatId)?.incarnation ?? 1;
    this.#mail?.end();
    this.#mail = new CallMail(lastSignal, {
      read: (after) => this.#server.signals(call.id, seatId, after),
      take: (batch) => batch.toIncarnation !== this.#incarnation || this.#host.onSignals(batch),
      onStranger: () => this.#status.soon(0),
    });
    this.call = null;
    this.#host.onSeated();
    this.#takeCall(call, true);
    this.#host.onPhase('in');
    return true;
  }

  /** A call that is full, one that nobody has begun, and a seat or call that is over are all conflicts. */
  async #whyNot(isConflict: boolean): Promise<OverReason> {
    if (!isConflict) return this.call ? 'removed' : 'refused';
    const { code, callId, seatId } = this.#options;
    const [room, earlier] = await Promise.all([this.#server.room(code), this.#server.status(callId)]);
    if (earlier.ok && earlier.value.endedAt !== null) return 'ended';
    const seats = room.ok ? (room.value.call?.seats ?? []) : [];
    return seats.length >= MAX_SEATS && !seats.some(({ id }) => id === seatId) ? 'full' : 'refused';
  }

  /** Signs of life, which tell as well what was missed. */
  readonly #beats = createRefresher(async () => {
    if (!this.call || this.#isOver || this.#isJoining) return 'done';
    const alive = await this.#touch(this.call.id);
    if (this.#isOver) return 'done';
    if (!alive.ok && isPassing(alive.error)) {
      this.#host.onPhase('reconnecting');
      return 'again';
    }
    if (!alive.ok) {
      // The seat is not ours any more: the call tells why.
      this.#status.soon(0);
      return 'done';
    }
    this.#host.onPhase('in');
    this.#mail?.hear(alive.value.lastSignal);
    if (alive.value.version > this.call.version) this.#status.soon(0);
    return 'done';
  });

  readonly #status = createRefresher(async () => {
    if (!this.call || this.#isOver) return 'done';
    const seen = await this.#server.status(this.call.id);
    if (this.#isOver) return 'done';
    if (!seen.ok && isPassing(seen.error)) return 'again';
    if (seen.ok) this.#takeCall(seen.value);
    else this.#finish('removed');
    return 'done';
  });

  #takeCall(call: Call, isAnswer = false): void {
    // Of taking the seat, others may hear before we do: the answer tells which taking was ours, and a sign of life the rest.
    if (this.#isJoining && !isAnswer) return;
    const known = this.call;
    if (this.#isOver || (known && (call.id !== known.id || call.version < known.version))) return;
    const own = call.seats.find(({ id }) => id === this.#options.seatId);
    this.call = call;
    if (call.endedAt !== null) return this.#finish('ended');
    if (own && own.incarnation > this.#incarnation) return this.#finish('elsewhere');
    this.#topic = this.#move(this.#topic, call.topicName, (event, payload) => {
      if (event === 'call.changed' && isCall(payload)) this.#takeCall(payload);
      if (event === 'topic.moved') this.#status.soon(0);
    });
    this.#host.onCall(call);
    this.#mail?.retry();
    if (own) return;
    // Closed for want of signs of life, or by a change of rights: whoever may enter comes back.
    this.#host.onPhase('reconnecting');
    void this.#join();
  }

  #hearOwn(): void {
    this.#ownTopic = this.#move(this.#ownTopic, this.#options.userTopic.get(), (event, payload) => {
      if (event !== 'call.signal' || !isCallSignal(payload)) return;
      const isOurs = payload.callId === this.call?.id && payload.seatId === this.#options.seatId;
      if (isOurs) this.#mail?.receive([payload]);
    });
  }

  /** Listens to a topic in place of another one; what was said in between is asked for. */
  #move(
    old: { name: string; leave: () => void } | null,
    name: string,
    onEvent: (event: string, payload: unknown) => void,
  ): { name: string; leave: () => void } {
    if (old?.name === name) return old;
    old?.leave();
    const leave = this.#options.hub.join(name, {
      onEvent,
      onSubscribed: () => this.beat(),
      onRefused: () => this.#status.soon(0),
    });
    return { name, leave };
  }

  #touch(callId: string, isClosing = false): ReturnType<CallServer['touch']> {
    const seat = { id: this.#options.seatId, incarnation: this.#incarnation, ...this.#host.standing() };
    return this.#server.touch(callId, seat, isClosing);
  }

  #finish(reason: OverReason): void {
    this.end();
    this.#host.onOver(reason);
  }
}
