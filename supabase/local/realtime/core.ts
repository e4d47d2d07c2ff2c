import type pg from 'pg';

import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';
import type { FaultHooks } from './faults.ts';
import type { Limits } from './limits.ts';
import type { Rates } from './rates.ts';
import type { MessageStream } from './replication.ts';
import type { Rights } from './rights.ts';
import type { TokenVerifier } from './tokens.ts';
import type { TopicHub } from './topic-hub.ts';

/** How long the hosted server lets refused callers wait, in milliseconds. */
export type Delays = {
  /** A refused join; the whole socket waits with it. */
  joinRefusalMs: number;
  /** A refused connection. */
  connectRefusalMs: number;
  /** How long a channel that asked for it waits for the stream from the database. */
  replicationReadyMs: number;
};

export const hostedDelays: Delays = {
  joinRefusalMs: 5_000,
  connectRefusalMs: 2_000,
  replicationReadyMs: 10_000,
};

/** What connections and channels share. */
export type Core = {
  clock: Clock;
  log: Log;
  limits: Limits;
  delays: Delays;
  pool: pg.Pool;
  hub: TopicHub;
  rates: Rates;
  rights: Rights;
  tokens: TokenVerifier;
  stream: MessageStream;
  faults: FaultHooks;
  /** Public topics are refused, as a hosted project can be set to. */
  privateOnly: boolean;
  /** Sockets that have joined a channel: what the connection limit counts. */
  users: Set<object>;
};
