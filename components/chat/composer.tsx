'use client';

import { AtSign, Paperclip, SendHorizontal, Smile, Type } from 'lucide-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useCallback, useRef, useState } from 'react';
import type { RefObject } from 'react';

import type { Attachment } from '@/lib/files/schemas';

import { useHotkeys } from '../shell/use-hotkeys';
import { IconButton } from '../ui/icon-button';
import { patiently } from '../ui/patiently';
import { toast } from '../ui/toast';
import { MOST_FILES } from './attachments';
import { FormatBar } from './format-bar';
import { FORMATS } from './format-text';
import { loadMarkdown } from './markdown-loader';
import { useAttachments } from './use-attachments';
import { useDraft } from './use-draft';
import { pastedFiles, useFileDrop } from './use-file-drop';
import { WritingField } from './writing-field';
import type { WritingHandle } from './writing-field';
import { FORMAT_KEYS } from './writing-keys';

const AttachmentChips = dynamic(
  patiently(async () => (await import('./attachment-chips')).AttachmentChips),
  {
    ssr: false,
  },
);

// lib/chat/schemas.ts has the same; its zod is too heavy for the first load.
const LONGEST = 12_000;

type ComposerProps = {
  conversationId: string;
  /** What is written to: `#general`, a person. */
  title: string;
  onPost: (body: string, files: readonly Attachment[]) => void;
  onTyping: () => void;
  onEditLast: () => void;
  /** Opens the emoji picker at an element. */
  onPickEmoji: (anchor: Element) => void;
  handle: RefObject<WritingHandle | null>;
};

const touch = 'pointer-coarse:size-11';

/** Where one writes to a conversation. What is unsent is kept in the browser, for this person only. */
export function Composer(props: ComposerProps) {
  const { conversationId, title, onPost, onTyping, onEditLast, onPickEmoji, handle: field } = props;
  const t = useTranslations('chat.composer');
  const keys = useTranslations('chat.keys');
  const draft = useDraft(conversationId);
  const [isFormatting, setIsFormatting] = useState(false);
  const excess = draft.body.length - LONGEST;
  const { attachments, list, isAwaited, isFailed } = useAttachments(conversationId);
  const picker = useRef<HTMLInputElement>(null);
  const canSend = (draft.body.trim() !== '' || list.length > 0) && excess <= 0 && !isFailed && !isAwaited;

  const send = () => {
    if (!canSend) return;
    const post = () => {
      const files = attachments.take();
      if (draft.body.trim() === '' && files.length === 0) return;
      onPost(draft.body, files);
      draft.clear();
    };
    // Pressed while files are on their way: it goes with the last of them.
    if (attachments.isBusy) attachments.await(post);
    else post();
    field.current?.focus();
  };
  const attach = useCallback(
    (files: readonly File[]) => {
      const refused = attachments.add(files);
      if (refused > 0) toast.error(t('refusedFiles', { count: refused, most: MOST_FILES }));
      field.current?.focus();
    },
    [attachments, t, field],
  );
  const isOver = useFileDrop(attach);

  const group = keys('writing');
  useHotkeys([
    { keys: 'w', label: keys('write'), group, run: () => field.current?.focus() },
    ...FORMATS.map((format) => ({
      keys: FORMAT_KEYS[format],
      label: t(format),
      group,
      run: () => field.current?.format(format),
    })),
  ]);

  return (
    <div
      className="border-line bg-raised focus-within:border-line-strong mx-2.5 mb-2.5 shrink-0 rounded-xl border md:mx-5 md:mb-4"
      onFocus={loadMarkdown}
      onPaste={(event) => {
        const files = pastedFiles(event.clipboardData);
        if (files.length === 0) return;
        event.preventDefault();
        attach(files);
      }}
    >
      {isOver ? (
        <p className="bg-tint text-tint-ink rounded-t-xl px-3.5 py-2 text-sm font-medium">
          {t('drop', { name: title })}
        </p>
      ) : null}
      {list.length > 0 ? <AttachmentChips attachments={attachments} list={list} /> : null}
      {isFormatting ? <FormatBar onFormat={(format) => field.current?.format(format)} /> : null}
      <WritingField
        handle={field}
        label={t('label', { name: title })}
        text={draft.text}
        onTextChange={(text) => {
          draft.setText(text);
          attachments.dismiss();
          if (text.trim() !== '') onTyping();
        }}
        onPick={draft.pick}
        onSubmit={send}
        onUpWhenEmpty={onEditLast}
      />
      <div className="flex items-center gap-0.5 px-2 pb-2">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t('attach')}
          onChange={({ currentTarget }) => {
            attach([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
        <IconButton label={t('attach')} className={touch} onClick={() => picker.current?.click()}>
          <Paperclip />
        </IconButton>
        <IconButton
          label={t('formatting')}
          className={touch}
          pressed={isFormatting}
          onClick={() => setIsFormatting(!isFormatting)}
        >
          <Type />
        </IconButton>
        <IconButton
          label={t('emoji')}
          className={touch}
          onClick={(event) => onPickEmoji(event.currentTarget)}
        >
          <Smile />
        </IconButton>
        <IconButton
          label={t('mention')}
          className={touch}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => field.current?.insert(draft.text === '' || /\s$/.test(draft.text) ? '@' : ' @')}
        >
          <AtSign />
        </IconButton>
        <output className="text-red-ink grow px-2 text-right text-sm">
          {excess > 0 ? t('tooLong', { count: excess }) : null}
          {isAwaited ? <span className="text-soft">{t('sendsSoon')}</span> : null}
        </output>
        <IconButton
          label={t('send')}
          keys="enter"
          variant="primary"
          className="w-9 pointer-coarse:h-11 pointer-coarse:w-12"
          disabled={!canSend}
          onMouseDown={(event) => event.preventDefault()}
          onClick={send}
        >
          <SendHorizontal />
        </IconButton>
      </div>
    </div>
  );
}
