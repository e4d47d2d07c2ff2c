import { uuidv7 } from 'uuidv7';

import type { Draft, Intent } from '@/lib/chat/outbox';
import { NEEDS_POST } from '@/lib/chat/outbox';
import {
  addOutgoing,
  addWish,
  dropOutgoing,
  endWish,
  markOutgoing,
  type Timeline,
  type Wish,
} from '@/lib/chat/timeline';
import type { Attachment } from '@/lib/files/schemas';

import { serverNow } from '../realtime/server-clock';
import { callApi, type ApiResult } from './api';

type Asked = Pick<Draft, 'kind' | 'conversationId' | 'messageId' | 'method' | 'path'> &
  Partial<Pick<Draft, 'slot' | 'body' | 'files'>>;

/** Something to be done once, under a key of its own. */
export const intend = (asked: Asked): Draft => ({
  id: uuidv7(),
  slot: null,
  body: null,
  createdAt: serverNow(),
  sinceMs: Date.now(),
  ...asked,
});

export function postIntent(conversationId: string, body: string, files: readonly Attachment[]): Draft {
  const id = uuidv7();
  return intend({
    kind: 'post',
    conversationId,
    messageId: id,
    method: 'POST',
    path: '/team-chat/messages',
    body: { id, conversationId, body, files: files.map((file) => file.id) },
    files,
  });
}

export const editIntent = (conversationId: string, messageId: string, body: string): Draft =>
  intend({
    kind: 'edit',
    conversationId,
    messageId,
    method: 'PATCH',
    path: `/team-chat/messages/${messageId}`,
    body: { body },
  });

export const removeIntent = (conversationId: string, messageId: string): Draft =>
  intend({
    kind: 'remove',
    conversationId,
    messageId,
    method: 'DELETE',
    path: `/team-chat/messages/${messageId}`,
  });

export const reactIntent = (
  conversationId: string,
  messageId: string,
  { emoji, isOn }: { emoji: string; isOn: boolean },
): Draft =>
  intend({
    kind: 'react',
    conversationId,
    messageId,
    slot: `react:${messageId}:${emoji}`,
    method: isOn ? 'PUT' : 'DELETE',
    path: `/team-chat/messages/${messageId}/reactions/${encodeURIComponent(emoji)}`,
  });

/** Read up to `seq`; with `unread` all after it is marked unread. */
export const readIntent = (conversationId: string, seq: number, unread: boolean): Draft =>
  intend({
    kind: 'read',
    conversationId,
    messageId: null,
    slot: `read:${conversationId}`,
    method: 'PUT',
    path: `/team-chat/channels/${conversationId}/read`,
    body: { seq, unread },
  });

/** One attempt, under the person's own sign-in only. */
export function sendIntent(
  { method, path, body, id, kind }: Intent,
  who: { workspaceId: string; personId: string },
): Promise<ApiResult<unknown>> {
  return callApi(method, path, {
    ...who,
    idempotencyKey: id,
    ...(body === null ? {} : { body }),
    keepalive: kind === 'read',
  });
}

/** The words that an intent would say; empty for one that says none. */
export const wordsOf = ({ body }: Draft): string => (typeof body?.['body'] === 'string' ? body['body'] : '');

/** The emoji of a reaction. */
export const emojiOf = ({ slot, messageId }: Draft): string =>
  slot?.slice(`react:${messageId}:`.length) ?? '';

/** Shows in a timeline what waits for it, and lets go of what does not any more. Failed posts stay, other failures are undone. */
export function showIntents(timeline: Timeline, intents: readonly Intent[], memberId: string): Timeline {
  const posts = intents.filter(({ kind }) => kind === 'post');
  const wishes = intents
    .filter(({ failure }) => failure === null || failure.code === NEEDS_POST)
    .flatMap(wishOf(memberId));
  let next = timeline;
  for (const { item, posted } of timeline.outgoing)
    if (!posted && !posts.some(({ messageId }) => messageId === item.id)) next = dropOutgoing(next, item.id);
  for (const { key, until } of timeline.wishes)
    if (until === null && !wishes.some((wish) => wish.key === key)) next = endWish(next, key, null);
  for (const post of posts) {
    const { messageId, conversationId, createdAt, failure } = post;
    if (messageId === null) continue;
    next = addOutgoing(next, {
      id: messageId,
      conversationId,
      authorId: memberId,
      body: wordsOf(post),
      files: [...(post.files ?? [])],
      createdAt,
    });
    const item = next.outgoing.find((entry) => entry.item.id === messageId)?.item;
    const reason = failure && failure.message;
    if (item && (item.failure ?? null) !== reason) next = markOutgoing(next, messageId, reason);
  }
  for (const wish of wishes) if (!next.wishes.some(({ key }) => key === wish.key)) next = addWish(next, wish);
  return next;
}

const wishOf =
  (memberId: string) =>
  (intent: Intent): Wish[] => {
    const { id: key, kind, messageId, method } = intent;
    if (messageId === null) return [];
    const common = { key, messageId, until: null };
    if (kind === 'edit') return [{ ...common, change: { body: wordsOf(intent) } }];
    if (kind === 'remove') return [{ ...common, change: { isDeleted: true } }];
    if (kind !== 'react') return [];
    return [{ ...common, change: { emoji: emojiOf(intent), memberId, isOn: method === 'PUT' } }];
  };
