import type { Channel } from './channel.ts';
import { webSocketFrame } from './frame.ts';
import type { ReplayedMessage } from './replay.ts';
import { encodeUserBroadcast } from './serializer.ts';

/** What a channel hears right after it joined: replayed messages, who is there, and whether the stream is up. */
export function greet(channel: Channel, replay: readonly ReplayedMessage[]): void {
  for (const message of replay) sendReplayed(channel, message);
  if (channel.request.presenceEnabled) sendPresenceState(channel);
  if (channel.request.replicationReady) tellReplicationReady(channel);
  if (channel.request.postgresChanges.length > 0) {
    const advice = 'The embedded Supabase has no postgres_changes: broadcast from the database instead';
    channel.pushSystem('postgres_changes', 'error', advice);
  }
}

function sendReplayed(channel: Channel, message: ReplayedMessage): void {
  const { id, event, payload, binary } = message;
  const meta = { replayed: true, id };
  if (binary === null) {
    channel.push('broadcast', { type: 'broadcast', event, payload, meta });
    return;
  }
  // v1 sockets cannot carry binary payloads.
  if (channel.version === 1) return;
  const broadcast = { event, encoding: 'binary', body: binary, meta } as const;
  const frame = encodeUserBroadcast(channel.address.wireTopic, broadcast);
  if (frame !== null) channel.write(webSocketFrame(frame));
}

function sendPresenceState(channel: Channel): void {
  const { topic, core } = channel;
  if (topic === null || !channel.presenceReadable) return;
  if (core.rates.presence.average > core.limits.presenceMessagesPerSecond) {
    channel.shutDown('Too many presence messages per second');
    return;
  }
  core.rates.presence.add(1);
  const state = topic.presence.state();
  core.faults.delayPresence(() => {
    if (channel.topic !== null) channel.push('presence_state', state);
  });
}

function tellReplicationReady(channel: Channel): void {
  const { stream, delays } = channel.core;
  void stream.waitUntilStreaming(delays.replicationReadyMs).then((isReady) => {
    if (channel.topic === null) return;
    if (isReady) channel.pushSystem('system', 'ok', 'Replication connection established');
    else channel.shutDown('Replication connection was not established in time');
  });
}
