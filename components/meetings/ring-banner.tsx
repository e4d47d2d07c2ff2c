'use client';

import { MessageSquareReply, Phone, PhoneOff, Video } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useLayoutEffect, useRef, useState } from 'react';

import { MemberAvatar } from '../chat/member-avatar';
import { useNaming } from '../chat/use-naming';
import { useHotkeys } from '../shell/use-hotkeys';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { Menu, MenuItem, MenuLine } from '../ui/menu';
import { RingMessage } from './ring-message';
import type { Ring } from './rings';
import { useRingAnswer } from './use-ring-answer';
import { useRingPlace } from './use-ring-place';

const presets = ['later', 'meeting', 'write'] as const;
const ACCEPT_KEYS = 'mod+shift+a';
const DECLINE_KEYS = 'mod+shift+d';

type RingBannerProps = {
  ring: Ring;
  /** Of several, the one that the keys answer. */
  hasKeys: boolean;
  onAnswering: (isAnswering: boolean) => void;
  onDone: () => void;
};

/** One call that rings: who, from where, and the ways to answer. It takes no focus, so that nobody answers by typing on. */
export function RingBanner({ ring, hasKeys, ...host }: RingBannerProps) {
  const t = useTranslations('ringing.banner');
  const name = useNaming().nameOf(ring.callerId);
  const place = useRingPlace(ring);
  const [isWriting, setWriting] = useState(false);
  const { isPending, trouble, accept, decline } = useRingAnswer(ring, host);
  const box = useRef<HTMLElement>(null);
  const isVideo = ring.kind === 'video';
  const about = [t(ring.kind), place].filter((part) => part !== null).join(' · ');
  const keys = { group: t('keys'), inFields: true };
  useHotkeys(
    hasKeys
      ? [
          { ...keys, keys: ACCEPT_KEYS, label: t('accept'), run: () => void accept(ring.kind) },
          { ...keys, keys: DECLINE_KEYS, label: t('decline'), run: () => void decline('') },
        ]
      : [],
  );
  // Answered elsewhere while the focus is in here, it would be lost.
  useLayoutEffect(() => {
    const section = box.current;
    return () => {
      if (section?.contains(document.activeElement)) document.querySelector<HTMLElement>('#main')?.focus();
    };
  }, []);
  return (
    <section
      ref={box}
      aria-label={t('label', { name })}
      className="bg-raised border-line shadow-float pointer-events-auto flex w-full max-w-[420px] flex-col gap-3 rounded-2xl border p-3.5"
    >
      <div className="flex items-center gap-3">
        <MemberAvatar name={name} memberId={ring.callerId} size="lg" className="motion-safe:animate-pulse" />
        <div role="alert" className="min-w-0">
          <div className="text-md truncate font-semibold">{t('label', { name })}</div>
          <div className="text-soft truncate text-sm">{about}</div>
        </div>
      </div>
      {trouble === null ? null : (
        <p role="alert" className="text-red-ink text-sm">
          {trouble}
        </p>
      )}
      {isWriting ? (
        <RingMessage onSend={(message) => void decline(message)} onBack={() => setWriting(false)} />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            size="lg"
            className="grow"
            pending={isPending}
            data-tip={hasKeys ? t('accept') : undefined}
            data-tip-keys={ACCEPT_KEYS}
            onClick={() => void accept(ring.kind)}
          >
            {isVideo ? <Video /> : <Phone />}
            {t('accept')}
          </Button>
          <Button
            variant="danger"
            size="lg"
            className="grow"
            disabled={isPending}
            data-tip={hasKeys ? t('decline') : undefined}
            data-tip-keys={DECLINE_KEYS}
            onClick={() => void decline('')}
          >
            <PhoneOff />
            {t('decline')}
          </Button>
          <Menu
            align="end"
            trigger={
              <IconButton
                label={t('withMessage')}
                variant="secondary"
                className="size-[38px]"
                disabled={isPending}
              >
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
            <Button className="w-full" disabled={isPending} onClick={() => void accept('voice')}>
              <Phone />
              {t('acceptVoice')}
            </Button>
          ) : null}
        </div>
      )}
    </section>
  );
}
