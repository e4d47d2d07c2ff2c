'use client';

import { useTranslations } from 'next-intl';

import { useNaming } from './use-naming';

/** Who is writing just now; always as high as a line, so that nothing moves. */
export function TypingLine({ memberIds }: { memberIds: readonly string[] }) {
  const t = useTranslations('chat.typing');
  const { nameOf } = useNaming();
  const [a, b] = memberIds.map(nameOf);
  const text =
    a === undefined
      ? ''
      : memberIds.length > 2
        ? t('many')
        : b === undefined
          ? t('one', { a })
          : t('two', { a, b });
  return (
    <output className="text-soft block h-5 shrink-0 truncate px-3 text-xs leading-5 md:px-5">{text}</output>
  );
}
