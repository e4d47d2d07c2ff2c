import type { Cancel } from '../clock.ts';
import { handleBroadcast } from './channel-broadcast.ts';
import { greet } from './channel-greeting.ts';
import { handlePresence } from './channel-presence.ts';
import { ChannelRights, noReadText, shutdownText } from './channel-rights.ts';
import type { Connection } from './connection.ts';
import type { Core } from './core.ts';
import type { JoinRequest } from './join.ts';
import { CallWindow } from './limits.ts';
import { isRecord } from './message.ts';
import type { Incoming, Version } from './message.ts';
import type { ReplayedMessage } from './replay.ts';
import { RightsUnknown } from './rights.ts';
import { TokenRefused } from './token-refused.ts';
import type { Claims } from './tokens.ts';
import type { Subscriber, Topic } from './topic-hub.ts';

/** Tokens are looked at again at least this often. */
const tokenCheckMs = 5 * 60_000;

type Address = { topic: string; wireTopic: string; joinRef: string | null };
type Admission = {
  request: JoinRequest;
  token: string;
  claims: Claims;
  /** Null on a public topic. */
  rights: ChannelRights | null;
  replay: ReplayedMessage[];
};

/** One joined topic of one socket. Its messages are handled one after the other. */
export class Channel implements Subscriber {
  readonly core: Core;
  readonly connection: Connection;
  readonly address: Address;
  readonly request: JoinRequest;
  readonly replayed: ReadonlySet<string>;
  readonly presenceCalls: CallWindow;
  readonly #replay: ReplayedMessage[];
  readonly #queue: Incoming[] = [];
  rights: ChannelRights | null;
  #token: string;
  #busy = false;
  #topic: Topic | null = null;
  #cancelTokenCheck: Cancel = () => undefined;

  constructor(core: Core, connection: Connection, address: Address, admission: Admission) {
    this.core = core;
    this.connection = connection;
    this.address = address;
    this.request = admission.request;
    this.rights = admission.rights;
    this.#token = admission.token;
    this.#replay = admission.replay;
    this.replayed = new Set(admission.replay.map(({ id }) => id));
    this.presenceCalls = new CallWindow(core.limits.presenceCalls);
    this.#checkTokenLater(admission.claims);
  }

  get version(): Version {
    return this.connection.version;
  }

  get broadcastReadable(): boolean {
    return this.rights === null || this.rights.canRead('broadcast') === true;
  }

  get presenceReadable(): boolean {
    return this.rights === null || this.rights.canRead('presence') === true;
  }

  /** The topic joined; null once the channel is closed. */
  get topic(): Topic | null {
    return this.#topic;
  }

  /** Subscribes and tells the client what it asked to hear first. Called right after the reply to the join. */
  open(): void {
    this.#topic = this.core.hub.subscribe(this.address.topic, this.request.private, this);
    greet(this, this.#replay);
  }

  write(frame: Buffer): void {
    this.connection.write(frame);
  }

  overRate(): void {
    this.shutDown('Too many messages per second');
  }

  push(event: string, payload: unknown): void {
    const { wireTopic, joinRef } = this.address;
    this.connection.send({ joinRef, ref: null, topic: wireTopic, event, payload });
  }

  pushSystem(extension: string, status: 'ok' | 'error', message: string): void {
    this.push('system', { extension, status, message, channel: this.address.topic });
  }

  reply(message: Incoming, status: 'ok' | 'error', response: unknown): void {
    this.connection.reply(message, this.address.joinRef, status, response);
  }

  accept(message: Incoming): void {
    if (this.#busy) {
      this.#queue.push(message);
      this.connection.waiting(1);
      return;
    }
    this.#run(message);
  }

  /** Ends the channel with a reason; the client does not come back by itself. */
  shutDown(reason: string): void {
    if (this.#topic === null) return;
    this.pushSystem('system', 'error', reason);
    this.core.log('info', 'realtime: channel closed', { topic: this.address.topic, reason });
    this.close('phx_close');
  }

  /** `phx_error` makes the client rejoin, `phx_close` does not; null when nobody is left to tell. */
  close(farewell: 'phx_close' | 'phx_error' | null): void {
    this.#cancelTokenCheck();
    this.connection.forget(this);
    this.connection.waiting(-this.#queue.length);
    this.#queue.length = 0;
    const topic = this.#topic;
    this.#topic = null;
    if (farewell !== null) {
      const { wireTopic, joinRef } = this.address;
      this.connection.send({ joinRef, ref: joinRef, topic: wireTopic, event: farewell, payload: {} });
    }
    if (topic) this.core.hub.unsubscribe(topic, this);
  }

  #run(message: Incoming): void {
    try {
      const pending = this.#handle(message);
      if (pending === undefined) return;
      this.#busy = true;
      pending
        .catch((error: unknown) => this.#crash(error))
        .finally(() => {
          this.#busy = false;
          this.#runQueued();
        })
        .catch((error: unknown) => this.#crash(error));
    } catch (error) {
      this.#crash(error);
    }
  }

  #runQueued(): void {
    while (!this.#busy) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.connection.waiting(-1);
      this.#run(next);
    }
  }

  #handle(message: Incoming): Promise<void> | undefined {
    if (this.#topic === null) return undefined;
    switch (message.event) {
      case 'broadcast':
        return handleBroadcast(this, this.#topic, message);
      case 'presence':
        return handlePresence(this, this.#topic, message);
      case 'access_token':
        return this.#takeToken(message.payload);
      case 'phx_leave':
        this.reply(message, 'ok', {});
        this.close('phx_close');
        return undefined;
      default:
        this.core.rates.messages.add(1);
        return undefined;
    }
  }

  #takeToken(payload: unknown): Promise<void> | undefined {
    const token = isRecord(payload) ? payload['access_token'] : null;
    if (typeof token !== 'string' || token.startsWith('sb_') || token === this.#token) return undefined;
    this.#token = token;
    return this.#authorizeAnew(token);
  }

  async #authorizeAnew(token: string): Promise<void> {
    const { topic } = this.address;
    const before = this.rights;
    try {
      const claims = await this.core.tokens.verify(token);
      this.#checkTokenLater(claims);
      if (before === null) return;
      const rights = new ChannelRights(this.core.rights, { topic, claims, headers: this.connection.headers });
      const withPresence = this.request.presenceEnabled || before.canRead('presence') !== undefined;
      await rights.askRead(withPresence ? ['broadcast', 'presence'] : ['broadcast']);
      this.rights = rights;
      if (!this.broadcastReadable && !this.presenceReadable) this.shutDown(noReadText(topic));
      else if (rights.lostReadOf(before)) {
        this.shutDown(`You no longer have permission to read from this Channel topic: ${topic}`);
      }
    } catch (error) {
      if (error instanceof TokenRefused) this.shutDown(error.shutdownText);
      else if (error instanceof RightsUnknown) this.shutDown(shutdownText(error, topic));
      else throw error;
    }
  }

  #checkTokenLater(claims: Claims): void {
    this.#cancelTokenCheck();
    const { clock } = this.core;
    const untilEndMs = Math.max(0, claims.exp * 1_000 - clock.now());
    this.#cancelTokenCheck = clock.after(Math.min(tokenCheckMs, untilEndMs), () => {
      this.#recheckToken().catch((error: unknown) => this.#crash(error));
    });
  }

  async #recheckToken(): Promise<void> {
    try {
      this.#checkTokenLater(await this.core.tokens.verify(this.#token));
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      this.shutDown(error.shutdownText);
    }
  }

  #crash(error: unknown): void {
    const fields = { topic: this.address.topic, error: String(error) };
    this.core.log('error', 'realtime: channel crashed', fields);
    if (this.#topic !== null) this.close('phx_error');
  }
}
