'use client';

import { FileText, RotateCcw, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import Image from 'next/image';

import { cn } from '../ui/cn';
import { IconButton } from '../ui/icon-button';
import type { Attachments, Pending } from './attachments';
import { writeSize } from './file-facts';

type AttachmentChipsProps = { attachments: Attachments; list: readonly Pending[] };

/** What will be sent along with the next message, and how far it is. */
export function AttachmentChips({ attachments, list }: AttachmentChipsProps) {
  const t = useTranslations('chat.files');
  return (
    <ul aria-label={t('pending')} className="flex max-h-40 flex-wrap gap-2 overflow-y-auto px-3 pt-2.5">
      {list.map((one) => (
        <Chip
          key={one.id}
          one={one}
          onRemove={() => attachments.remove(one.id)}
          onRetry={() => attachments.retry(one.id)}
        />
      ))}
    </ul>
  );
}

function Chip({ one, onRemove, onRetry }: { one: Pending; onRemove: () => void; onRetry: () => void }) {
  const t = useTranslations('chat.files');
  const language = useLocale();
  const { file, previewUrl, share, sent, failure } = one;
  const percent = Math.round(share * 100);
  return (
    <li
      className={cn(
        'border-line bg-panel relative w-full flex items-center gap-2 overflow-hidden rounded-lg border p-1.5 pr-1',
        failure === null ? 'sm:w-56' : 'border-red-ink sm:w-80',
      )}
    >
      {previewUrl === null ? (
        <span className="bg-hover text-soft grid size-9 shrink-0 place-items-center rounded-md">
          <FileText className="size-4.5" />
        </span>
      ) : (
        <Image
          src={previewUrl}
          alt=""
          width={36}
          height={36}
          unoptimized
          className="size-9 shrink-0 rounded-md object-cover"
        />
      )}
      <span className="min-w-0 grow leading-tight">
        <span className="block truncate text-sm font-medium">{file.name}</span>
        <span
          className={cn(
            'text-xs',
            failure === null ? 'text-soft block truncate' : 'text-red-ink line-clamp-2',
          )}
        >
          {failure ?? (sent ? writeSize(file.size, language) : t('sending', { percent }))}
        </span>
      </span>
      {failure === null ? null : (
        <IconButton size="sm" label={t('retry', { name: file.name })} onClick={onRetry}>
          <RotateCcw />
        </IconButton>
      )}
      <IconButton size="sm" label={t('remove', { name: file.name })} onClick={onRemove}>
        <X />
      </IconButton>
      {sent === null && failure === null ? (
        <progress
          aria-label={file.name}
          value={share}
          className="[&::-webkit-progress-value]:bg-accent [&::-moz-progress-bar]:bg-accent absolute inset-x-0 bottom-0 h-0.5 w-full appearance-none bg-transparent [&::-webkit-progress-bar]:bg-transparent"
        />
      ) : null}
    </li>
  );
}
