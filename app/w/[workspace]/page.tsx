import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';

import { chatHref, conversationHref, LAST_CONVERSATION, peopleHref } from '@/components/chat/addresses';
import { listConversations } from '@/lib/chat/queries';
import { runQuery } from '@/lib/core/action';

import { openWorkspace } from '../open-workspace';
import { orNotFound } from './or-not-found';

/** A workspace opens where one was last, else in its first channel. */
export default async function WorkspacePage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const { id, slug, features } = await openWorkspace(workspace);
  if (!features.includes('chat')) redirect(peopleHref(slug));
  const { conversations } = await orNotFound(runQuery(listConversations, {}, id));
  const last = (await cookies()).get(LAST_CONVERSATION)?.value;
  const open =
    conversations.find((conversation) => conversation.id === last) ??
    conversations.find(({ name }) => name === 'general') ??
    conversations[0];
  redirect(open === undefined ? chatHref(slug) : conversationHref(slug, open.id));
}
