import { uuidv7 } from 'uuidv7';

import type { Call, CallKind, Ice, Seat, Signal, SignalBatch } from '@/lib/meetings/schemas';

import { isPassing } from '../chat/api';
import { backoffMs } from '../realtime/backoff';
import type { Hub } from '../realtime/hub';
import { createRefresher } from '../realtime/refresher';
import type { Store } from '../realtime/store';
import { isCall, isCallSignal } from './call-events';
import { CallMail } from './call-mail';
import { CallServer } from './call-server';
import { MovingTopic } from './moving-topic';
import type { Standing } from './own-media';
import type { Delivery } from './signal-outbox';
import { whyNotJoined, type OverReason } from './why-not-joined';

/** Everybody's page notices within some seconds that its line is back. */
const GO_ON_MS = 20_000;

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

type SeatHost = {
  standing: () => Standing;
  /** The seat was taken, or taken again: links to before are dead. */
  onSeated: () => void;
  /** Who is in the call changed; never older than before. */
  onCall: (call: Call) => void;
  /** @returns false: the sender is not known yet */
  onSignals: (batch: SignalBatch) => boolean;
  onPhase: (name: 'in' | 'reconnecting') => void;
  /** Whether media came from another seat until moments ago. */
  wasTalking: () => boolean;
  /** There is nothing more to try. */
  onOver: (reason: OverReason, says: string | null) => void;
};

/** One's seat in a call: taking it, keeping it alive, hearing of the others, and taking it again when it was lost. */
export class CallSeat {
  call: Call | null = null;
  ice: Ice = { iceServers: [], expiresAt: null };
  /** Another one in each call. */
  seatId: string;
  readonly #options: SeatOptions;
  readonly #host: SeatHost;
  readonly #server: CallServer;
  readonly #room: MovingTopic;
  readonly #own: MovingTopic;
  readonly #stopFollowing: () => void;
  /** The call to join or, if there is none, to begin. */
  #callId: string;
  #incarnation = 0;
  /** Until then, who may not begin the call that follows waits for somebody who does; in milliseconds. */
  #goesOnUntilMs: number | null = null;
  #mail: CallMail | null = null;
  #isJoining = false;
  /** Something was to be told or heard while the seat was being taken. */
  #isBehind = false;
  #isOver = false;
  #isLeft = false;

  constructor(options: SeatOptions, host: SeatHost) {
    this.#options = options;
    this.#host = host;
    this.seatId = options.seatId;
    this.#callId = options.callId;
    this.#server = new CallServer(options.workspaceId);
    // What was said before they are subscribed, or while they moved, a sign of life asks for.
    const hear = (onEvent: (event: string, payload: unknown) => void) =>
      new MovingTopic(options.hub, {
        onEvent,
        onSubscribed: () => {
          if (this.call) this.beat();
        },
        onRefused: () => this.#status.soon(0),
      });
    this.#room = hear((event, payload) => this.#onRoom(event, payload));
    this.#own = hear((event, payload) => this.#onOwn(event, payload));
    this.#stopFollowing = options.userTopic.subscribe(() => this.#own.move(options.userTopic.get()));
  }

  async start(): Promise<void> {
    this.#own.move(this.#options.userTopic.get());
    await this.#join();
  }

  /** Links are there by now: signals that waited for them are taken. */
  resume(): void {
    this.#mail?.retry();
  }

  /** A sign of life soon: own standing changed, or something may have been missed. Joining tells what is before it. */
  beat(): void {
    if (this.call || this.#isJoining) this.#beats.soon(0);
  }

  async send(to: Seat, signals: readonly { link: number; data: Signal }[]): Promise<Delivery> {
    const from = { id: this.seatId, incarnation: this.#incarnation };
    const outcome = this.call ? await this.#server.send(this.call.id, from, to, signals) : 'refused';
    if (outcome === 'refused') this.#status.soon(0);
    return outcome;
  }

  async noteQuality(samples: Parameters<CallServer['noteQuality']>[2]): Promise<void> {
    if (this.call) await this.#server.noteQuality(this.call.id, this.seatId, samples);
  }

  /** Fetches credentials of the relays anew. @returns whether there are any */
  async renewIce(): Promise<boolean> {
    const fresh = this.call ? await this.#server.ice(this.call.id, this.seatId) : null;
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
    if (this.call) await this.#server.leave(this.call.id, this.seatId);
  }

  end(): void {
    this.#isOver = true;
    this.#stopFollowing();
    this.#beats.stop();
    this.#status.stop();
    this.#room.leave();
    this.#own.leave();
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
    if (this.#isBehind) this.beat();
    this.#isBehind = false;
  }

  /** @returns false when it may succeed later */
  async #tryJoin(): Promise<boolean> {
    const { code } = this.#options;
    const { seatId } = this;
    const callId = this.#callId;
    const kind = this.call?.kind ?? this.#options.kind;
    const { isMuted, isCameraOn } = this.#host.standing();
    const joined = await this.#server.join(code, { callId, seatId, kind, isMuted, isCameraOn });
    if (!joined.ok) {
      if (isPassing(joined.error)) return false;
      if (this.#goesOnUntilMs !== null) {
        if (joined.error.code === 'conflict' && Date.now() < this.#goesOnUntilMs) return false;
        this.#finish('ended');
        return true;
      }
      const isConflict = joined.error.code === 'conflict';
      const other = this.call ? 'removed' : 'refused';
      const reason = isConflict ? await whyNotJoined(this.#server, { code, callId, seatId }) : other;
      // It ended between our hearing of it and our coming back.
      if (reason === 'ended' && (await this.#wasCut(callId))) {
        this.#goOn();
        return false;
      }
      this.#finish(reason, reason === 'refused' ? joined.error.message : null);
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
    // Whoever comes back to a call that ended meanwhile is told so, and begins no other one.
    this.#callId = call.id;
    this.#goesOnUntilMs = null;
    this.#host.onSeated();
    this.#takeCall(call, true);
    this.#host.onPhase('in');
    return true;
  }

  /** Signs of life, which tell as well what was missed. */
  readonly #beats = createRefresher(async () => {
    this.#isBehind ||= this.#isJoining;
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
    if (this.#isJoining && !isAnswer) {
      this.#isBehind = true;
      return;
    }
    const known = this.call;
    if (this.#isOver || (known && (call.id !== known.id || call.version < known.version))) return;
    if (this.#isCut(call)) return this.#goOn();
    const own = call.seats.find(({ id }) => id === this.seatId);
    this.call = call;
    if (call.endedAt !== null) return this.#finish('ended');
    if (own && own.incarnation > this.#incarnation) return this.#finish('elsewhere');
    this.#room.move(call.topicName);
    this.#host.onCall(call);
    this.#mail?.retry();
    if (own) return;
    // Closed for want of signs of life, or by a change of rights: whoever may enter comes back.
    this.#host.onPhase('reconnecting');
    void this.#join();
  }

  /**
   * Whether the server heard of nobody for so long that it ended the call, while people went on talking: their line to it
   * was away, and not the one between them.
   */
  #isCut({ endReason }: Call): boolean {
    return endReason === 'empty' && this.#host.wasTalking();
  }

  async #wasCut(callId: string): Promise<boolean> {
    if (!this.call) return false;
    const seen = await this.#server.status(callId);
    return seen.ok && this.#isCut(seen.value);
  }

  /** Everybody who talked joins the room again, where they meet in one new call. */
  #goOn(): void {
    this.seatId = crypto.randomUUID();
    this.#callId = uuidv7();
    this.#goesOnUntilMs = Date.now() + GO_ON_MS;
    this.#host.onPhase('reconnecting');
    void this.#join();
  }

  #onRoom(event: string, payload: unknown): void {
    if (event === 'call.changed' && isCall(payload)) this.#takeCall(payload);
    if (event === 'topic.moved') this.#status.soon(0);
  }

  #onOwn(event: string, payload: unknown): void {
    if (event !== 'call.signal' || !isCallSignal(payload)) return;
    const isOurs = payload.callId === this.call?.id && payload.seatId === this.seatId;
    if (isOurs) this.#mail?.receive([payload]);
  }

  #touch(callId: string, isClosing = false): ReturnType<CallServer['touch']> {
    const seat = { id: this.seatId, incarnation: this.#incarnation, ...this.#host.standing() };
    return this.#server.touch(callId, seat, isClosing);
  }

  #finish(reason: OverReason, says: string | null = null): void {
    this.end();
    this.#host.onOver(reason, says);
  }
}
