import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { z } from 'zod';

import { conversationTitle } from '@/components/chat/conversation-name';
import { ConversationPane } from '@/components/chat/conversation-pane';
import { Markdown } from '@/components/chat/markdown';
import { isPlainText } from '@/components/chat/plain-text';
import { CallButtons } from '@/components/meetings/call-buttons';
import { LiveCall } from '@/components/meetings/live-call';
import { openConversation } from '@/lib/chat/queries';
import type { MessagePage } from '@/lib/chat/schemas';
import { runQuery } from '@/lib/core/action';
import { listMembers } from '@/lib/workspaces/queries';

import { openWorkspace } from '../../../open-workspace';
import { orNotFound } from '../../or-not-found';

type PageProps = {
  params: Promise<{ workspace: string; conversation: string }>;
  searchParams: Promise<{ at?: string | string[] }>;
};

const place = z.coerce.number().int().min(1);

const open = cache(async (workspace: string, id: string, at: number | undefined) => {
  const frame = await openWorkspace(workspace);
  return { frame, ...(await orNotFound(runQuery(openConversation, { id, at }, frame.id))) };
});

async function opened({ params, searchParams }: PageProps) {
  const { workspace, conversation: id } = await params;
  const { data: at } = place.safeParse((await searchParams).at);
  return { at, ...(await open(workspace, id, at)) };
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const { frame, conversation } = await opened(props);
  const t = await getTranslations('chat');
  // Only direct messages are called after people.
  const isDirect = conversation.kind === 'direct';
  const { members } = isDirect ? await runQuery(listMembers, {}, frame.id) : { members: [] };
  const names = new Map(members.map((member) => [member.id, member.name]));
  const naming = {
    me: frame.me.id,
    nameOf: (memberId: string) => names.get(memberId) ?? t('someone'),
    selfName: (name: string) => t('sidebar.self', { name }),
  };
  return { title: conversationTitle(conversation, naming) };
}

/** One conversation: the newest messages, or those around the place that `?at=` names. */
export default async function ConversationPage(props: PageProps) {
  const { at, conversation, page, memberIds, liveCall } = await opened(props);
  const jar = await cookies();
  const panel = jar.get('panel')?.value === 'people' ? 'people' : 'none';
  return (
    <ConversationPane
      key={`${conversation.id} ${at ?? ''}`}
      conversation={conversation}
      page={page}
      memberIds={memberIds}
      rendered={renderBodies(page)}
      at={at ?? null}
      panel={panel}
      calls={{
        buttons: <CallButtons conversation={conversation} />,
        line: <LiveCall conversation={conversation} live={liveCall} />,
      }}
    />
  );
}

/** Markdown is made into elements here, so that the first paint needs no renderer in the browser. */
function renderBodies({ messages }: MessagePage) {
  return Object.fromEntries(
    messages
      .filter(({ body }) => !isPlainText(body))
      .map(({ id, body }) => [id, { body, content: <Markdown body={body} /> }]),
  );
}
