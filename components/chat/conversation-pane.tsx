'use client';

import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

import type { Conversation, MessagePage } from '@/lib/chat/schemas';

import { MainPane } from '../shell/main-pane';
import { useRemembered } from '../shell/remember';
import { useHotkeys } from '../shell/use-hotkeys';
import { patiently } from '../ui/patiently';
import { LAST_CONVERSATION } from './addresses';
import { useFrame } from './chat-providers';
import { Composer } from './composer';
import { ConversationBar } from './conversation-bar';
import type { Panel } from './conversation-bar';
import { ConversationFoot } from './conversation-foot';
import { ConversationIntro } from './conversation-intro';
import { conversationTitle } from './conversation-name';
import { EmojiLayer } from './emoji-layer';
import type { EmojiRequest } from './emoji-layer';
import { GoneConversation } from './gone-conversation';
import { MessageToolsContext, offers } from './message-actions';
import { MessageList } from './message-list';
import type { RenderedBodies } from './message-list';
import { hasReacted } from './message-toolbar';
import type { Footnote } from './receipts';
import { TypingLine } from './typing-line';
import { useConversationCommands } from './use-conversation-commands';
import { useConversationMembers } from './use-conversation-members';
import { useMessageActions } from './use-message-actions';
import { useNaming } from './use-naming';
import { useReading } from './use-reading';
import { useConversation, useTimeline } from './use-timeline';
import type { WritingHandle } from './writing-field';

const PeoplePanel = dynamic(
  patiently(async () => (await import('./people-panel')).PeoplePanel),
  { ssr: false },
);
const Receipts = dynamic(
  patiently(async () => (await import('./receipts')).Receipts),
  { ssr: false },
);
const SearchPanel = dynamic(
  patiently(async () => (await import('./search-panel')).SearchPanel),
  { ssr: false },
);

type ConversationPaneProps = {
  /** As the page was made; what changes since comes live. */
  conversation: Conversation;
  page: MessagePage;
  memberIds: readonly string[];
  rendered: RenderedBodies;
  /** The message that the address names. */
  at: number | null;
  panel: Panel;
  /** What calls bring: buttons for the bar, and a line below it. */
  calls?: { buttons: ReactNode; line: ReactNode };
};

/** An open conversation: its line above, messages, and where one writes. Give it a key per conversation and place. */
export function ConversationPane(props: ConversationPaneProps) {
  const { page, rendered, at, calls } = props;
  const t = useTranslations('chat');
  const { me, slug } = useFrame();
  const naming = useNaming();
  const conversation = useConversation(props.conversation);
  const title = conversationTitle(conversation, naming);
  const memberIds = useConversationMembers(conversation, props.memberIds);
  const timeline = useTimeline(conversation, page);
  const [panel, setPanel] = useRemembered<Panel>('panel', props.panel);
  const [editingId, setEditingId] = useState<string | null>(null);
  const [footnote, setFootnote] = useState<Footnote | null>(null);
  const [picking, setPicking] = useState<EmojiRequest | null>(null);
  const composer = useRef<WritingHandle>(null);
  const commands = useConversationCommands(conversation, title, memberIds);

  const may = (permission: string) => me.permissions.includes(permission);
  const mayChange =
    conversation.kind !== 'direct' && (may('channels.manage') || conversation.createdBy === me.id);
  const mayPost = may('messages.post') && conversation.isMember && !conversation.isArchived;
  const rights = useMemo(
    () => ({
      mayReact: mayPost,
      mayModerate: conversation.isMember && me.permissions.includes('messages.moderate'),
      memberId: me.id,
    }),
    [mayPost, conversation.isMember, me],
  );
  const reading = useReading({
    items: timeline.items,
    hasNewer: timeline.hasNewer,
    isMember: conversation.isMember,
    memberId: me.id,
    lastReadSeq: props.conversation.lastReadSeq,
    markRead: timeline.markRead,
    markUnreadFrom: timeline.markUnreadFrom,
  });
  const actions = useMessageActions({
    conversation,
    timeline,
    setEditing: setEditingId,
    markUnread: reading.markUnread,
    focusComposer: () => composer.current?.focus(),
    pick: (item, anchor) =>
      setPicking({
        anchor,
        messageId: item.id,
        onPick: (emoji) => timeline.react(item.id, emoji, !hasReacted(item, emoji, me.id)),
      }),
  });
  const tools = useMemo(() => ({ actions, rights }), [actions, rights]);
  useHotkeys([
    {
      keys: 'mod+shift+f',
      label: t('header.search'),
      group: t('keys.nav'),
      inFields: true,
      run: () => setPanel('search'),
    },
  ]);

  useEffect(() => {
    document.cookie = `${LAST_CONVERSATION}=${conversation.id}; path=/w/${slug}; max-age=31536000; samesite=lax`;
  }, [conversation.id, slug]);

  const editLast = () => {
    const own = timeline.items.findLast(
      ({ authorId, deletedAt }) => authorId === me.id && deletedAt === null,
    );
    // One that is still on its way is not skipped for an older one.
    if (own !== undefined && offers(own, rights).edit) setEditingId(own.id);
  };

  if (timeline.isGone) return <GoneConversation />;
  return (
    <MessageToolsContext value={tools}>
      <MainPane
        bar={
          <>
            <ConversationBar
              conversation={conversation}
              memberIds={memberIds}
              panel={panel}
              onPanel={setPanel}
              commands={commands}
              extra={calls?.buttons}
            />
            {calls?.line}
          </>
        }
        foot={
          <>
            <TypingLine memberIds={timeline.typing} />
            <ConversationFoot
              conversation={conversation}
              title={title}
              mayPost={mayPost}
              mayChange={mayChange}
              onJoin={commands.join}
              onRestore={commands.restore}
            >
              <Composer
                conversationId={conversation.id}
                title={title}
                handle={composer}
                onPost={timeline.post}
                onTyping={timeline.noteTyping}
                onEditLast={editLast}
                onPickEmoji={(anchor) =>
                  setPicking({
                    anchor,
                    messageId: null,
                    onPick: (emoji) => composer.current?.insert(emoji),
                  })
                }
              />
            </ConversationFoot>
          </>
        }
      >
        <MessageList
          conversationId={conversation.id}
          timeline={timeline}
          title={title}
          rendered={rendered}
          heldId={picking?.messageId ?? null}
          footnote={footnote}
          at={at}
          unreadAfter={reading.unreadAfter}
          editingId={editingId}
          isAtEnd={reading.isAtEnd}
          onAtEnd={reading.setIsAtEnd}
          intro={
            <ConversationIntro
              conversation={conversation}
              title={title}
              mayChange={mayChange}
              isEmpty={timeline.items.length === 0}
              onAddPeople={commands.addPeople}
              onEdit={commands.edit}
              onHello={() => composer.current?.focus()}
            />
          }
        />
      </MainPane>
      {conversation.kind !== 'public' && conversation.isMember && me.sharesReading ? (
        <Receipts conversation={conversation} items={timeline.items} onFootnote={setFootnote} />
      ) : null}
      {panel === 'people' && conversation.kind !== 'direct' ? (
        <PeoplePanel
          conversation={conversation}
          title={title}
          memberIds={memberIds}
          commands={commands}
          onClose={() => setPanel('none')}
        />
      ) : null}
      {panel === 'search' ? <SearchPanel onClose={() => setPanel('none')} /> : null}
      <EmojiLayer request={picking} onClose={() => setPicking(null)} />
    </MessageToolsContext>
  );
}
