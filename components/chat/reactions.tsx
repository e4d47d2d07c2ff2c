'use client';

import { SmilePlus } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { TimelineItem } from '@/lib/chat/timeline';

import { cn } from '../ui/cn';
import { useMessageTools } from './message-actions';
import { useNaming } from './use-naming';

const chip =
  'inline-flex h-6 items-center gap-1.5 rounded-full border px-2 text-sm leading-none font-medium tabular-nums transition-colors pointer-coarse:h-8';

/** The emoji under a message, with how many; a press adds or takes back one's own. */
export function Reactions({ item }: { item: TimelineItem }) {
  const t = useTranslations('chat.message');
  const { actions, rights } = useMessageTools();
  const { nameOf } = useNaming();
  if (item.reactions.length === 0) return null;
  const byEmoji = Map.groupBy(item.reactions, ({ emoji }) => emoji);
  return (
    <div className="mt-1 mb-0.5 flex flex-wrap gap-1.5">
      {[...byEmoji].map(([emoji, reactions]) => {
        const isMine = reactions.some(({ memberId }) => memberId === rights.memberId);
        const label = t(isMine ? 'reactionMine' : 'reaction', { emoji, count: reactions.length });
        return (
          <button
            key={emoji}
            type="button"
            data-tip={reactions.map(({ memberId }) => nameOf(memberId)).join(', ')}
            data-tip-side="top"
            aria-label={label}
            aria-pressed={isMine}
            disabled={!rights.mayReact}
            onClick={() => actions.react(item.id, emoji, !isMine)}
            className={cn(
              chip,
              isMine
                ? 'border-accent bg-tint text-tint-ink'
                : 'border-line bg-raised enabled:hover:border-line-strong',
            )}
          >
            <span>{emoji}</span>
            {reactions.length}
          </button>
        );
      })}
      {rights.mayReact ? (
        <button
          type="button"
          aria-label={t('addReaction')}
          onClick={(event) => actions.pick(item, event.currentTarget)}
          className={cn(chip, 'border-line text-soft hover:border-line-strong bg-raised')}
        >
          <SmilePlus className="size-4" />
        </button>
      ) : null}
    </div>
  );
}
