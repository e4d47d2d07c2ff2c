'use client';

import type { Conversation } from '@/lib/chat/schemas';

import { MenuView } from '../ui/menu-view';
import { ConversationMenuItems } from './conversation-menu-items';
import { conversationTitle } from './conversation-name';
import { useConversationCommands } from './use-conversation-commands';
import { useNaming } from './use-naming';
import { useConversation } from './use-timeline';

type RowMenuProps = {
  conversation: Conversation;
  anchor: HTMLElement;
  onClose: () => void;
};

const nobody: readonly string[] = [];

/** The menu of a conversation's row in a list, by its button, the right mouse button or the menu key. */
export function RowMenu({ conversation: listed, anchor, onClose }: RowMenuProps) {
  const conversation = useConversation(listed);
  const title = conversationTitle(conversation, useNaming());
  const commands = useConversationCommands(conversation, title, nobody);
  return (
    <MenuView
      align="start"
      state={{ anchor, open: true, onOpenChange: (isOpen) => (isOpen ? undefined : onClose()) }}
    >
      <ConversationMenuItems conversation={conversation} commands={commands} />
    </MenuView>
  );
}
