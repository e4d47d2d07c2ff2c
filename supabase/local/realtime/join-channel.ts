import { ChannelRights, noReadText, rightsRefusal } from './channel-rights.ts';
import { Channel } from './channel.ts';
import type { Connection } from './connection.ts';
import type { Core } from './core.ts';
import { parseJoin } from './join.ts';
import type { JoinRequest } from './join.ts';
import type { Incoming } from './message.ts';
import { readReplay, replayParams } from './replay.ts';
import type { ReplayedMessage } from './replay.ts';
import { RightsUnknown } from './rights.ts';
import { TokenRefused } from './token-refused.ts';
import type { Claims } from './tokens.ts';

/** The reason is what the client is told; `disconnect` closes the whole socket after it. */
export class JoinRefused extends Error {
  override readonly name = 'JoinRefused';
  readonly disconnect: boolean;

  constructor(code: string, text: string, disconnect = false) {
    super(`${code}: ${text}`);
    this.disconnect = disconnect;
  }
}

const wirePrefix = 'realtime:';

export function isChannelTopic(topic: string): boolean {
  return topic.startsWith(wirePrefix);
}

export function wireTopicOf(topic: string): string {
  return `${wirePrefix}${topic}`;
}

/**
 * Admits a client to a topic. The channel is ready but not yet subscribed.
 * @throws JoinRefused
 */
export async function joinChannel(core: Core, connection: Connection, message: Incoming): Promise<Channel> {
  const topic = message.topic.slice(wirePrefix.length);
  if (topic === '') throw new JoinRefused('TopicNameRequired', 'You must provide a topic name');
  const request = parseJoin(message.payload);
  if (core.faults.refusesJoin(topic)) {
    throw new JoinRefused('InitializingProjectConnection', 'Realtime is initializing the project connection');
  }
  if (core.privateOnly && !request.private) {
    throw new JoinRefused('PrivateOnly', 'This project only allows private channels');
  }
  checkLimits(core, connection);
  const token = joinToken(request, connection.token);
  const claims = await verifyToken(core, token);
  const caller = { topic, claims, headers: connection.headers };
  const rights = request.private ? new ChannelRights(core.rights, caller) : null;
  if (rights) await requireRead(core, rights, request, topic);
  const replay = await loadReplay(core, request, rights, topic);
  return new Channel(
    core,
    connection,
    { topic, wireTopic: message.topic, joinRef: message.joinRef },
    {
      request,
      token,
      claims,
      rights,
      replay,
    },
  );
}

function checkLimits(core: Core, connection: Connection): void {
  const { limits, users, rates } = core;
  if (!users.has(connection) && users.size >= limits.connections) {
    throw new JoinRefused('ConnectionRateLimitReached', 'Too many connected users');
  }
  if (rates.joins.exceeded) {
    throw new JoinRefused('ClientJoinRateLimitReached', 'Too many joins per second', true);
  }
  rates.joins.add(1);
  if (connection.channelCount >= limits.channelsPerConnection) {
    throw new JoinRefused('ChannelRateLimitReached', 'Too many channels');
  }
}

/** API keys as join tokens mean: the token of the socket. */
function joinToken(request: JoinRequest, socketToken: string): string {
  const { accessToken } = request;
  return accessToken === null || accessToken.startsWith('sb_') ? socketToken : accessToken;
}

async function verifyToken(core: Core, token: string): Promise<Claims> {
  try {
    return await core.tokens.verify(token);
  } catch (error) {
    if (error instanceof TokenRefused) throw new JoinRefused(error.code, error.message);
    throw error;
  }
}

async function requireRead(
  core: Core,
  rights: ChannelRights,
  request: JoinRequest,
  topic: string,
): Promise<void> {
  try {
    await rights.askRead(request.presenceEnabled ? ['broadcast', 'presence'] : ['broadcast']);
  } catch (error) {
    if (!(error instanceof RightsUnknown)) throw error;
    // The client only learns that it may not: what is wrong with the policy is for who wrote it.
    core.log('error', 'realtime: policies could not be asked', {
      topic,
      reason: error.reason,
      error: error.message,
    });
    const { code, text } = rightsRefusal(error, topic);
    throw new JoinRefused(code, text);
  }
  if (rights.canRead('broadcast') !== true && rights.canRead('presence') !== true) {
    throw new JoinRefused('Unauthorized', noReadText(topic));
  }
}

async function loadReplay(
  core: Core,
  request: JoinRequest,
  rights: ChannelRights | null,
  topic: string,
): Promise<ReplayedMessage[]> {
  if (request.replay === null) return [];
  const code = 'UnableToReplayMessages';
  if (rights === null) throw new JoinRefused(code, 'Replay is not allowed for public channels');
  if (rights.canRead('broadcast') !== true) throw new JoinRefused('Unauthorized', noReadText(topic));
  const params = replayParams(request.replay);
  if (params === null) throw new JoinRefused(code, 'Replay params are not valid');
  try {
    return await readReplay(core.pool, topic, params, core.clock.now());
  } catch (error) {
    core.log('error', 'realtime: replay failed', { topic, error: String(error) });
    throw new JoinRefused(code, 'Realtime was unable to replay messages');
  }
}
