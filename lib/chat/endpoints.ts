import { endpoint } from '@/lib/core/http/endpoint';

import { changeChannel } from './change-channel';
import { addChannelMembers, removeChannelMember } from './change-members';
import { deleteMessage, editMessage } from './change-message';
import { createChannel } from './create-channel';
import { markConversation, markRead } from './mark-conversation';
import { openDirect } from './open-direct';
import { postMessage } from './post-message';
import {
  browseChannels,
  getConversation,
  listChanges,
  listConversationMembers,
  listConversations,
  listMessages,
  listReceipts,
  openConversation,
  searchMessages,
} from './queries';
import { addReaction, removeReaction } from './react';

const TAG = 'Team chat';

export const chatEndpoints = [
  endpoint('get', '/team-chat/conversations', TAG, listConversations),
  endpoint('get', '/team-chat/channels', TAG, browseChannels),
  endpoint('post', '/team-chat/channels', TAG, createChannel, 201),
  endpoint('get', '/team-chat/channels/{id}', TAG, getConversation),
  endpoint('patch', '/team-chat/channels/{id}', TAG, changeChannel),
  endpoint('get', '/team-chat/channels/{id}/members', TAG, listConversationMembers),
  endpoint('post', '/team-chat/channels/{id}/members', TAG, addChannelMembers),
  endpoint('delete', '/team-chat/channels/{id}/members/{memberId}', TAG, removeChannelMember),
  endpoint('get', '/team-chat/channels/{id}/messages', TAG, listMessages),
  endpoint('get', '/team-chat/channels/{id}/changes', TAG, listChanges),
  endpoint('get', '/team-chat/channels/{id}/open', TAG, openConversation),
  endpoint('get', '/team-chat/channels/{id}/receipts', TAG, listReceipts),
  endpoint('put', '/team-chat/channels/{id}/read', TAG, markRead),
  endpoint('put', '/team-chat/channels/{id}/marks', TAG, markConversation),
  endpoint('post', '/team-chat/direct-messages', TAG, openDirect),
  endpoint('post', '/team-chat/messages', TAG, postMessage, 201),
  endpoint('patch', '/team-chat/messages/{id}', TAG, editMessage),
  endpoint('delete', '/team-chat/messages/{id}', TAG, deleteMessage),
  endpoint('put', '/team-chat/messages/{id}/reactions/{emoji}', TAG, addReaction),
  endpoint('delete', '/team-chat/messages/{id}/reactions/{emoji}', TAG, removeReaction),
  endpoint('get', '/team-chat/search', TAG, searchMessages),
];
