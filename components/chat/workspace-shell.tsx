'use client';

import { Inbox, MessageSquare, UsersRound, Video } from 'lucide-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { ReactNode } from 'react';

import { fileHref } from '@/lib/files/file-href';
import type { WorkspaceSummary } from '@/lib/workspaces/schemas';

import { useOwnState } from '../presence/presence-provider';
import { useStatusLine } from '../presence/use-status-line';
import { LiveConnectionBar } from '../realtime/live-connection-bar';
import { AppFrame } from '../shell/app-frame';
import type { WorkspaceEntry } from '../shell/frame-types';
import { RailBadge } from '../shell/rail';
import { remember } from '../shell/remember';
import { useHotkeys } from '../shell/use-hotkeys';
import { patiently } from '../ui/patiently';
import { toast } from '../ui/toast';
import { chatHref, inboxHref, meetingsHref, peopleHref, settingsHref } from './addresses';
import { callApi } from './api';
import { ChatDialogLayer } from './chat-dialog-layer';
import { setChatDialog } from './chat-dialogs';
import { ChatPalette } from './chat-palette';
import { useConversations, useFrame, useWorkspace } from './chat-providers';
import { useInstance } from './chat-scope';
import { forgetDrafts } from './draft-store';
import { Notices } from './notices';
import { OutboxLine } from './outbox-line';

const StatusMenu = dynamic(
  patiently(async () => (await import('./status-menu')).StatusMenu),
  { ssr: false },
);

type WorkspaceShellProps = {
  /** The server action that ends the session. */
  signOut: () => Promise<void>;
  /** What other areas listen to on every page; draws nothing in the flow. */
  overlays?: ReactNode;
  children: ReactNode;
};

function entry({ id, name, slug }: WorkspaceSummary): WorkspaceEntry {
  return { id, name, href: `/w/${slug}` };
}

/** The frame of a workspace's pages, live: what is unread, the menus, the palette, dialogs and notices. */
export function WorkspaceShell({ signOut, overlays, children }: WorkspaceShellProps) {
  const t = useTranslations('chat');
  const router = useRouter();
  const frame = useFrame();
  const instance = useInstance();
  const { totals } = useConversations();
  const { presence, outbox } = useWorkspace();
  const { slug, me } = frame;
  const hasChat = frame.features.includes('chat');
  const own = useOwnState(me.id);
  const line = useStatusLine(me.id);
  const description = line.status === '' ? line.presence : `${line.presence}, ${line.status}`;
  const leave = async () => {
    forgetDrafts(instance);
    await outbox.forget();
    await presence.leave();
    await signOut();
  };
  const askToLeave = async () => {
    const count = await outbox.countUnsent();
    if (count === 0) await leave();
    else
      setChatDialog({
        kind: 'confirm',
        title: t('outbox.leaveTitle'),
        description: t('outbox.leaveText', { count }),
        confirmLabel: t('outbox.leave'),
        onConfirm: leave,
      });
  };
  const keepSound = async (sound: boolean) => {
    const answer = await callApi('PATCH', '/profile', { body: { sound } });
    if (answer.ok) router.refresh();
    else toast.error(t('failure', { reason: answer.error.message }));
  };
  // The menu's switch shows this browser's cookie, which another browser's choice has to reach.
  useEffect(() => remember('sound', me.sound ? 'on' : 'off'), [me.sound]);
  const toInbox = { keys: 'g i', label: t('keys.inbox'), group: t('keys.nav') };
  useHotkeys(hasChat ? [{ ...toInbox, run: () => router.push(inboxHref(slug)) }] : []);
  const chat = {
    key: 'chat',
    label: t('area'),
    href: chatHref(slug),
    icon: <MessageSquare />,
  };
  const inbox = {
    key: 'inbox',
    label: t('inbox'),
    href: inboxHref(slug),
    icon: <Inbox />,
    badge: <RailBadge count={totals.mentions} />,
  };
  const meetings = { key: 'meetings', label: t('meetings'), href: meetingsHref(slug), icon: <Video /> };
  return (
    <AppFrame
      areas={[
        ...(hasChat ? [inbox, chat] : []),
        ...(frame.features.includes('meetings') ? [meetings] : []),
        { key: 'people', label: t('people'), href: peopleHref(slug), icon: <UsersRound /> },
      ]}
      workspace={{
        current: entry(frame),
        others: frame.workspaces.filter(({ id }) => id !== frame.id).map(entry),
        createHref: '/w/new',
        peopleHref: peopleHref(slug),
        settingsHref: settingsHref(slug),
        onSignOut: askToLeave,
      }}
      me={{
        me: {
          id: me.id,
          name: me.name,
          email: me.email,
          avatarUrl: me.avatarId === null ? null : fileHref(frame.id, me.avatarId),
          presence: own,
          description,
        },
        status: <StatusMenu />,
        profileHref: settingsHref(slug),
        onSignOut: askToLeave,
        onSoundChange: (sound) => void keepSound(sound),
      }}
      notice={<LiveConnectionBar />}
      foot={<OutboxLine />}
      overlays={
        <>
          <ChatPalette />
          <ChatDialogLayer />
          <Notices />
          {overlays}
        </>
      }
    >
      {children}
    </AppFrame>
  );
}
