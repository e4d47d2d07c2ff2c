'use client';

import { MessageSquareReply, Phone, PhoneOff, Video } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';

import type { CallKind } from '@/lib/meetings/schemas';

import { callApi } from '../chat/api';
import { useConversations, useFrame } from '../chat/chat-providers';
import { conversationTitle } from '../chat/conversation-name';
import { focusNow } from '../chat/focus-now';
import { useNaming } from '../chat/use-naming';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { Input } from '../ui/input';
import { Menu, MenuItem, MenuLine } from '../ui/menu';
import { toast } from '../ui/toast';
import { meetHref } from './addresses';
import { sitDown } from './place-call';
import type { Ring } from './rings';

const presets = ['later', 'meeting', 'write'] as const;
const MAX_LENGTH = 200;

type RingBannerProps = { ring: Ring; onDone: () => void };

/** One call that rings: who, from where, and the ways to answer. */
export function RingBanner({ ring, onDone }: RingBannerProps) {
  const t = useTranslations('ringing.banner');
  const router = useRouter();
  const { me } = useFrame();
  const { nameOf } = useNaming();
  const [isWriting, setWriting] = useState(false);
  const place = usePlace(ring);
  const name = nameOf(ring.callerId);
  const isVideo = ring.kind === 'video';
  const accept = (kind: CallKind) => {
    onDone();
    sitDown(me.userId, ring.code, ring.callId, kind);
    router.push(meetHref(ring.code));
  };
  const decline = async (message: string) => {
    onDone();
    const answer = await callApi('PUT', `/calls/${ring.callId}/status`, {
      workspaceId: ring.workspaceId,
      body: { status: 'declined', message },
    });
    // Settled meanwhile, on another device or by the caller: there is nothing left to decline.
    if (!answer.ok && answer.error.code !== 'not_found') {
      toast.error(t('failed', { reason: answer.error.message }));
    }
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const written = new FormData(event.currentTarget).get('message');
    void decline(typeof written === 'string' ? written : '');
  };
  return (
    <section
      role="alert"
      aria-label={t('label', { name })}
      className="bg-raised shadow-float pointer-events-auto flex w-full max-w-[420px] flex-col gap-3 rounded-2xl p-3.5"
    >
      <div className="flex items-center gap-3">
        <Avatar name={name} seed={ring.callerId} size="lg" className="motion-safe:animate-pulse" />
        <div className="min-w-0">
          <div className="text-md truncate font-semibold">{t('label', { name })}</div>
          <div className="text-soft truncate text-sm">
            {[t(ring.kind), place].filter((part) => part !== null).join(' · ')}
          </div>
        </div>
      </div>
      {isWriting ? (
        <form className="flex gap-2" onSubmit={send}>
          <Input
            ref={focusNow}
            name="message"
            maxLength={MAX_LENGTH}
            autoComplete="off"
            aria-label={t('own')}
            placeholder={t('own')}
          />
          <Button type="submit" variant="danger" className="h-[34px]">
            {t('send')}
          </Button>
        </form>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" size="lg" className="grow" onClick={() => accept(ring.kind)}>
            {isVideo ? <Video /> : <Phone />}
            {t('accept')}
          </Button>
          <Button variant="danger" size="lg" className="grow" onClick={() => void decline('')}>
            <PhoneOff />
            {t('decline')}
          </Button>
          <Menu
            align="end"
            trigger={
              <IconButton label={t('withMessage')} variant="secondary" className="size-[38px]">
                <MessageSquareReply />
              </IconButton>
            }
          >
            {presets.map((preset) => (
              <MenuItem key={preset} onClick={() => void decline(t(`presets.${preset}`))}>
                {t(`presets.${preset}`)}
              </MenuItem>
            ))}
            <MenuLine />
            <MenuItem onClick={() => setWriting(true)}>{t('own')}…</MenuItem>
          </Menu>
          {isVideo ? (
            <Button className="w-full" onClick={() => accept('voice')}>
              <Phone />
              {t('acceptVoice')}
            </Button>
          ) : null}
        </div>
      )}
    </section>
  );
}

/** Where it calls from, when that is more than the person: a channel, a group, another workspace. */
function usePlace({ workspaceId, conversationId }: Ring): string | null {
  const t = useTranslations('ringing.banner');
  const { id, workspaces } = useFrame();
  const { conversations } = useConversations();
  const naming = useNaming();
  if (workspaceId !== id) {
    const there = workspaces.find((workspace) => workspace.id === workspaceId);
    return there === undefined ? t('elsewhere') : t('in', { conversation: there.name });
  }
  const conversation = conversations.find((known) => known.id === conversationId);
  if (conversation === undefined) return null;
  const isPair = conversation.kind === 'direct' && conversation.memberIds.length <= 2;
  return isPair ? null : t('in', { conversation: conversationTitle(conversation, naming) });
}
