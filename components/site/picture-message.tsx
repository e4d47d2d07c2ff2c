import type { ReactNode } from 'react';

import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';

type PictureMessageProps = {
  name: string;
  hue: string;
  time: string;
  outside?: string;
  children: ReactNode;
  reactions?: readonly { emoji: string; count: number; mine?: boolean }[];
};

/** A message as the product shows it, still. */
export function PictureMessage({ name, hue, time, outside, children, reactions }: PictureMessageProps) {
  return (
    <div className="flex gap-3 px-4 py-1.5 md:px-5">
      <Avatar name={name} seed={hue} />
      <div className="min-w-0">
        <div className="flex items-center gap-2">
          <span className="font-semibold">{name}</span>
          {outside === undefined ? null : <Badge tone="amber">{outside}</Badge>}
          <span className="text-soft text-sm">{time}</span>
        </div>
        <div>{children}</div>
        {reactions === undefined ? null : (
          <div className="mt-1.5 flex gap-1.5">
            {reactions.map((reaction) => (
              <span
                key={reaction.emoji}
                className={
                  reaction.mine === true
                    ? 'border-accent/60 bg-tint text-tint-ink rounded-full border px-2 text-sm font-medium'
                    : 'border-line bg-raised rounded-full border px-2 text-sm font-medium'
                }
              >
                {reaction.emoji} {reaction.count}
              </span>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}
