import type { Channel } from './channel.ts';
import { payloadFits } from './limits.ts';
import { isRecord } from './message.ts';
import type { Incoming } from './message.ts';
import { RightsUnknown } from './rights.ts';
import type { Topic } from './topic-hub.ts';

/** A client's `track` or `untrack`. Each counts against the window of calls, whatever becomes of it. */
export function handlePresence(channel: Channel, topic: Topic, message: Incoming): Promise<void> | undefined {
  const payload = isRecord(message.payload) ? message.payload : {};
  const event = payload['event'];
  if (typeof event !== 'string') {
    channel.reply(message, 'ok', {});
    return undefined;
  }
  if (!channel.presenceCalls.take(channel.core.clock.now())) {
    channel.shutDown('Client presence rate limit exceeded');
    return undefined;
  }
  switch (event.toLowerCase()) {
    case 'track':
      return authorizeTrack(channel, topic, message, payload['payload'] ?? {});
    case 'untrack': {
      const diff = topic.presence.untrack(channel);
      if (diff) channel.core.hub.announce(topic, diff);
      channel.reply(message, 'ok', {});
      return undefined;
    }
    default:
      channel.reply(message, 'error', {});
      return undefined;
  }
}

function authorizeTrack(
  channel: Channel,
  topic: Topic,
  message: Incoming,
  tracked: unknown,
): Promise<void> | undefined {
  const allowed = channel.rights === null ? true : channel.rights.canWrite('presence');
  if (allowed === undefined) return askThenTrack(channel, topic, message, tracked);
  if (allowed) track(channel, topic, message, tracked);
  else channel.reply(message, 'error', {});
  return undefined;
}

async function askThenTrack(
  channel: Channel,
  topic: Topic,
  message: Incoming,
  tracked: unknown,
): Promise<void> {
  const { rights, core } = channel;
  if (rights === null) return;
  try {
    // A join without presence did not ask whether this client may see presences; tracking turns them on.
    if (rights.canRead('presence') === undefined) await rights.askRead(['broadcast', 'presence']);
    await rights.askWrite();
  } catch (error) {
    if (!(error instanceof RightsUnknown)) throw error;
    core.log('warn', 'realtime: a track was not authorised', { topic: topic.name, error: error.message });
    channel.reply(message, 'error', {});
    return;
  }
  if (channel.topic === null) return;
  if (rights.canWrite('presence') === true) track(channel, topic, message, tracked);
  else channel.reply(message, 'error', {});
}

function track(channel: Channel, topic: Topic, message: Incoming, tracked: unknown): void {
  const { core, request } = channel;
  if (!isRecord(tracked)) {
    channel.reply(message, 'error', { reason: 'Presence track payload must be a map' });
    return;
  }
  // The same again costs nothing, whatever the rates are.
  if (topic.presence.isTracked(channel, tracked)) {
    channel.reply(message, 'ok', {});
    return;
  }
  if (!payloadFits(core.limits, Buffer.byteLength(JSON.stringify(tracked)))) {
    channel.shutDown('Track message size exceeded');
    return;
  }
  if (core.rates.presence.average > core.limits.presenceMessagesPerSecond) {
    channel.shutDown('Too many presence messages per second');
    return;
  }
  core.rates.presence.add(1);
  const diff = topic.presence.track(channel, request.presenceKey, tracked);
  if (diff) core.hub.announce(topic, diff);
  channel.reply(message, 'ok', {});
}
