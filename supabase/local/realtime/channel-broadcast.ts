import type { Channel } from './channel.ts';
import { payloadFits } from './limits.ts';
import { isRecord } from './message.ts';
import type { Incoming } from './message.ts';
import { RightsUnknown } from './rights.ts';
import type { BroadcastContent, Topic } from './topic-hub.ts';

/**
 * A client's broadcast. Where it may not write nothing answers, so a send with `ack` times out; an ack
 * means taken, not delivered.
 */
export function handleBroadcast(
  channel: Channel,
  topic: Topic,
  message: Incoming,
): Promise<void> | undefined {
  const { rights } = channel;
  if (rights === null || rights.canWrite('broadcast') === true) {
    send(channel, topic, message);
    return undefined;
  }
  return rights.canWrite('broadcast') === false ? undefined : askThenSend(channel, topic, message);
}

async function askThenSend(channel: Channel, topic: Topic, message: Incoming): Promise<void> {
  const { rights, core } = channel;
  try {
    await rights?.askWrite();
  } catch (error) {
    if (!(error instanceof RightsUnknown)) throw error;
    core.log('warn', 'realtime: a send was not authorised', { topic: topic.name, error: error.message });
    return;
  }
  const stillOpen = channel.topic !== null;
  if (stillOpen && rights?.canWrite('broadcast') === true) send(channel, topic, message);
}

function send(channel: Channel, topic: Topic, message: Incoming): void {
  const { core, request } = channel;
  const content = contentOf(message);
  if (content === null) return;
  core.rates.messages.add(1);
  if (!payloadFits(core.limits, sizeOf(content))) {
    if (request.ackBroadcast) channel.reply(message, 'error', 'payload_size_exceeded');
    return;
  }
  core.hub.broadcast(topic, content, request.selfBroadcast ? null : channel);
  if (request.ackBroadcast) channel.reply(message, 'ok', {});
}

function contentOf(message: Incoming): BroadcastContent | null {
  if (message.userBroadcast) return { ...message.userBroadcast, meta: null };
  return isRecord(message.payload) ? { json: JSON.stringify(message.payload) } : null;
}

function sizeOf(content: BroadcastContent): number {
  return 'json' in content ? Buffer.byteLength(content.json) : content.body.length;
}
