'use client';

import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

import type { Conversation } from '@/lib/chat/schemas';
import { totalsOf, unreadOf } from '@/lib/chat/unread';
import type { Member, WorkspaceFrame } from '@/lib/workspaces/schemas';

import { PresenceProvider } from '../presence/presence-provider';
import { useHub } from '../realtime/realtime-provider';
import { useStore } from '../realtime/store';
import { Spinner } from '../ui/spinner';
import { useInstance } from './chat-scope';
import { WorkspaceStore } from './workspace-store';

const WorkspaceContext = createContext<WorkspaceStore | null>(null);

type WorkspaceProviderProps = {
  frame: WorkspaceFrame;
  members: readonly Member[];
  conversations: readonly Conversation[];
  children: ReactNode;
};

/** One workspace, live, for everything below. The server renders what it starts from. Inside a RealtimeProvider. */
export function WorkspaceProvider(props: WorkspaceProviderProps) {
  return <OneWorkspace key={props.frame.id} {...props} />;
}

function OneWorkspace({ frame, members, conversations, children }: WorkspaceProviderProps) {
  const hub = useHub();
  const instance = useInstance();
  const [store] = useState(() => new WorkspaceStore(hub, instance, { frame, members, conversations }));
  const rendered = useRef({ frame, members, conversations });
  useEffect(() => {
    const { current } = rendered;
    if (current.frame === frame && current.members === members && current.conversations === conversations)
      return;
    rendered.current = { frame, members, conversations };
    store.adopt(rendered.current);
  }, [store, frame, members, conversations]);
  useEffect(() => store.start(), [store]);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (store.outbox.isAtRisk) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [store]);
  if (useStore(store.isOver)) {
    return (
      <output className="text-soft grid h-dvh place-items-center">
        <Spinner />
      </output>
    );
  }
  return (
    <WorkspaceContext value={store}>
      <PresenceProvider store={store.presence}>{children}</PresenceProvider>
    </WorkspaceContext>
  );
}

/** The workspace's live data. @throws outside of a WorkspaceProvider */
export function useWorkspace(): WorkspaceStore {
  const store = use(WorkspaceContext);
  if (!store) throw new Error('useWorkspace: no WorkspaceProvider above');
  return store;
}

/** The workspace, and the person in it. */
export function useFrame(): WorkspaceFrame {
  return useStore(useWorkspace().frame);
}

/** Everybody one may see, those who left too, by member id. */
export function useMembers(): ReadonlyMap<string, Member> {
  return useStore(useWorkspace().members);
}

type Conversations = {
  conversations: readonly Conversation[];
  /** Asks the server again, for example after joining or making a conversation. */
  refresh: () => Promise<void>;
  unreadOf: (conversation: Conversation) => number;
  /** Unread messages; of these, `mentions` are those that mention the person or are direct messages. */
  totals: { unread: number; mentions: number };
};

/** The conversations one belongs to, with what is unread. */
export function useConversations(): Conversations {
  const { conversations: store, refresh } = useWorkspace();
  const conversations = useStore(store);
  return useMemo(
    () => ({ conversations, refresh, unreadOf, totals: totalsOf(conversations) }),
    [conversations, refresh],
  );
}
