'use client';

import { Popover } from '@base-ui/react/popover';
import { EmojiPicker } from 'frimousse';
import type { EmojiPickerListComponents } from 'frimousse';
import { useTranslations } from 'next-intl';

import { cn } from '../ui/cn';
import { inputClass } from '../ui/input';
import type { EmojiRequest } from './emoji-layer';
import { focusNow } from './focus-now';

const QUICK = ['👍', '✅', '❤️', '😂', '🎉', '👀', '🙏', '🚀'];

const cell =
  'grid size-9 place-items-center rounded-md text-[20px] leading-none hover:bg-hover data-active:bg-hover pointer-coarse:size-11';

type Counted = { 'aria-rowindex'?: number | undefined; 'aria-colindex'?: number | undefined };

/** ARIA counts rows and columns from 1, the library from 0. */
function fromOne<Props extends Counted>(props: Props, name: keyof Counted): Props {
  return { ...props, [name]: (props[name] ?? 0) + 1 };
}

const parts: EmojiPickerListComponents = {
  CategoryHeader: ({ category, ...rest }) => (
    <div {...rest} className="bg-raised text-soft px-2 py-1.5 text-xs font-medium">
      {category.label}
    </div>
  ),
  Row: ({ children, ...rest }) => (
    <div {...fromOne(rest, 'aria-rowindex')} className="flex scroll-my-1 px-1">
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...rest }) => (
    <button
      type="button"
      {...fromOne(rest, 'aria-colindex')}
      data-active={emoji.isActive || undefined}
      className={cell}
    >
      {emoji.emoji}
    </button>
  ),
};

/** All emoji by category and name, above them those used most. The data is served by ourselves (`public/vendor/emoji`). */
export function EmojiPopover({ request, onClose }: { request: EmojiRequest; onClose: () => void }) {
  const t = useTranslations('chat.emoji');
  const pick = (emoji: string) => {
    onClose();
    request.onPick(emoji);
  };
  return (
    <Popover.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={request.anchor}
          side="top"
          align={request.messageId === null ? 'start' : 'end'}
          sideOffset={6}
          collisionPadding={8}
          className="z-50"
        >
          <Popover.Popup
            aria-label={t('title')}
            className="pop bg-raised shadow-float rounded-xl outline-hidden"
          >
            <fieldset aria-label={t('quick')} className="border-line-fine flex border-b p-1">
              {QUICK.map((emoji) => (
                <button
                  key={emoji}
                  type="button"
                  aria-label={emoji}
                  className={cell}
                  onClick={() => pick(emoji)}
                >
                  {emoji}
                </button>
              ))}
            </fieldset>
            <EmojiPicker.Root
              emojibaseUrl="/vendor/emoji"
              columns={8}
              className="isolate flex h-80 w-fit flex-col"
              onEmojiSelect={({ emoji }) => pick(emoji)}
            >
              <EmojiPicker.Search
                ref={focusNow}
                aria-label={t('search')}
                placeholder={t('search')}
                className={cn(inputClass, 'mx-2 my-2 h-[34px] w-auto shrink-0 px-2.5')}
              />
              <EmojiPicker.Viewport className="relative min-h-0 w-[18.75rem] grow outline-hidden pointer-coarse:w-[22.75rem]">
                <EmojiPicker.Loading className="text-soft absolute inset-0 grid place-items-center">
                  {t('loading')}
                </EmojiPicker.Loading>
                <EmojiPicker.Empty className="text-soft absolute inset-0 grid place-items-center">
                  {t('empty')}
                </EmojiPicker.Empty>
                <EmojiPicker.List className="pb-1 select-none" components={parts} />
              </EmojiPicker.Viewport>
            </EmojiPicker.Root>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
