'use client';

import { Copy, Ellipsis, Link2, MailOpen, Pencil, SmilePlus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { TimelineItem } from '@/lib/chat/timeline';

import { IconButton } from '../ui/icon-button';
import { Menu, MenuItem, MenuLine } from '../ui/menu';
import { offers, useMessageTools } from './message-actions';

const QUICK = ['👍', '✅'];
const touch = 'pointer-coarse:size-11';

type MessageToolbarProps = {
  item: TimelineItem;
  /** Its menu opened or closed: while it is open, pointer and focus are elsewhere, and the toolbar has to stay. */
  onMenu: (isOpen: boolean) => void;
};

/** What floats over the message under the pointer or focus. */
export function MessageToolbar({ item, onMenu }: MessageToolbarProps) {
  const t = useTranslations('chat.message');
  const { actions, rights } = useMessageTools();
  const offer = offers(item, rights);
  if (!offer.any) return null;
  return (
    <div
      role="toolbar"
      aria-label={t('actions')}
      className="bg-raised shadow-float absolute -top-3.5 right-3 z-10 flex gap-0.5 rounded-lg p-0.5 md:right-5"
    >
      {offer.react ? (
        <>
          {QUICK.map((emoji) => (
            <IconButton
              key={emoji}
              label={t('reactWith', { emoji })}
              className={`${touch} pointer-coarse:hidden`}
              onClick={() => actions.react(item.id, emoji, !hasReacted(item, emoji, rights.memberId))}
            >
              <span className="text-[15px] leading-none">{emoji}</span>
            </IconButton>
          ))}
          <IconButton
            label={t('react')}
            keys="r"
            className={touch}
            onClick={(event) => actions.pick(item, event.currentTarget)}
          >
            <SmilePlus />
          </IconButton>
        </>
      ) : null}
      {offer.edit ? (
        <IconButton label={t('edit')} keys="e" className={touch} onClick={() => actions.startEdit(item.id)}>
          <Pencil />
        </IconButton>
      ) : null}
      <Menu
        align="end"
        onOpenChange={onMenu}
        trigger={
          <IconButton label={t('more')} className={touch}>
            <Ellipsis />
          </IconButton>
        }
      >
        {offer.markUnread ? (
          <MenuItem icon={<MailOpen />} keys="u" onClick={() => actions.markUnread(item)}>
            {t('markUnread')}
          </MenuItem>
        ) : null}
        {offer.link ? (
          <MenuItem icon={<Link2 />} keys="c" onClick={() => actions.copyLink(item)}>
            {t('copyLink')}
          </MenuItem>
        ) : null}
        <MenuItem icon={<Copy />} onClick={() => actions.copyText(item)}>
          {t('copyText')}
        </MenuItem>
        {offer.remove ? (
          <>
            <MenuLine />
            <MenuItem icon={<Trash2 />} keys="delete" danger onClick={() => actions.remove(item)}>
              {t('delete')}
            </MenuItem>
          </>
        ) : null}
      </Menu>
    </div>
  );
}

/** Whether this member has reacted with this emoji. */
export function hasReacted(item: TimelineItem, emoji: string, memberId: string): boolean {
  return item.reactions.some((reaction) => reaction.emoji === emoji && reaction.memberId === memberId);
}
