import { addChannelMembers } from '@/lib/chat/change-members';
import { deleteMessage, editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { markConversation, markRead } from '@/lib/chat/mark-conversation';
import { openDirect } from '@/lib/chat/open-direct';
import { postMessage } from '@/lib/chat/post-message';
import { browseChannels } from '@/lib/chat/queries';
import { addReaction } from '@/lib/chat/react';

import type { Company } from './company.ts';
import type { PersonKey } from './people.ts';
import type { SeedConversation, SeedMessage } from './seed-conversation.ts';
import { seedId } from './seed-id.ts';
import { sendUpload } from './send-upload.ts';

export type MemberIds = ReadonlyMap<PersonKey, string>;

const keysIn = (text: string): string[] => [...text.matchAll(/@\{(\w+)\}/g)].map((match) => match[1] ?? '');

/** The body as it is stored: people named by their member ids. @throws Error for a name that nobody has. */
function storedBody(text: string, memberIds: MemberIds): string {
  const byKey: ReadonlyMap<string, string> = memberIds;
  for (const key of keysIn(text)) if (!byKey.has(key)) throw new Error(`Nobody is called ${key}`);
  return text.replaceAll(/@\{(\w+)\}/g, (_, key: string) => `<@${byKey.get(key)}>`);
}

/** Who is in it, its maker first. */
const peopleOf = ({ by, others }: SeedConversation, { insiders }: Company): PersonKey[] => [
  by,
  ...(others === 'insiders' ? insiders : others).filter((key) => key !== by),
];

async function open(company: Company, conversation: SeedConversation, memberIds: MemberIds): Promise<string> {
  const { kind, name, topic, by } = conversation;
  const run = company.as(by);
  const ids = peopleOf(conversation, company).map((key) => memberIds.get(key) ?? '');
  const id = seedId(company.slug, kind, name);
  if (kind === 'direct') return (await run(openDirect, { id, memberIds: ids })).id;
  if (name === 'general') {
    const { channels } = await run(browseChannels, { search: name });
    const general = channels.find((channel) => channel.name === name);
    if (general === undefined) throw new Error(`${company.name} has no #general`);
    return general.id;
  }
  await run(createChannel, { id, kind, name, topic });
  await run(addChannelMembers, { id, memberIds: ids });
  return id;
}

async function post(
  company: Company,
  conversationId: string,
  id: string,
  message: SeedMessage,
  memberIds: MemberIds,
): Promise<number> {
  const run = company.as(message.by);
  const body = storedBody(message.body, memberIds);
  const first = message.was === undefined ? body : storedBody(message.was, memberIds);
  const files: string[] = [];
  for (const file of message.files ?? []) {
    files.push(await sendUpload(company, message.by, file, { purpose: 'attachment', conversationId }));
  }
  const { seq, deletedAt } = await run(postMessage, { id, conversationId, body: first, files });
  if (first !== body) await run(editMessage, { id, body });
  if (message.isDeleted && deletedAt === null) await run(deleteMessage, { id });
  return seq;
}

/**
 * Opens a conversation and says in it what is written, through the commands.
 * @returns its id and those of its messages, in order.
 */
export async function fillConversation(
  company: Company,
  conversation: SeedConversation,
  memberIds: MemberIds,
): Promise<{ id: string; messageIds: string[] }> {
  const { kind, name, messages, unread, marks = {} } = conversation;
  const id = await open(company, conversation, memberIds);
  const messageIds = messages.map((_, index) => seedId(company.slug, kind, name, index + 1));
  let last = 0;
  for (const [index, message] of messages.entries()) {
    last = await post(company, id, messageIds[index] ?? '', message, memberIds);
  }
  for (const [index, { reactions = {} }] of messages.entries()) {
    for (const [emoji, keys] of Object.entries(reactions)) {
      for (const key of keys) await company.as(key)(addReaction, { id: messageIds[index] ?? '', emoji });
    }
  }
  for (const key of peopleOf(conversation, company)) {
    const run = company.as(key);
    await run(markRead, { id, seq: last - (unread[key] ?? 0) });
    if (marks[key] !== undefined) await run(markConversation, { id, ...marks[key] });
  }
  return { id, messageIds };
}
