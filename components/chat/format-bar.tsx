'use client';

import { Bold, Code, Italic, Link2, List, ListOrdered, Quote, SquareCode, Strikethrough } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { IconButton } from '../ui/icon-button';
import { FORMATS } from './format-text';
import type { Format } from './format-text';
import { FORMAT_KEYS } from './writing-keys';

const icons: Record<Format, ReactNode> = {
  bold: <Bold />,
  italic: <Italic />,
  strike: <Strikethrough />,
  code: <Code />,
  block: <SquareCode />,
  link: <Link2 />,
  list: <List />,
  numbers: <ListOrdered />,
  quote: <Quote />,
};

/** Formatting by buttons, above what is being written. */
export function FormatBar({ onFormat }: { onFormat: (format: Format) => void }) {
  const t = useTranslations('chat.composer');
  return (
    <div
      role="toolbar"
      aria-label={t('formatting')}
      className="border-line-fine flex gap-0.5 overflow-x-auto border-b px-2 py-1"
    >
      {FORMATS.map((format) => (
        <IconButton
          key={format}
          label={t(format)}
          keys={FORMAT_KEYS[format]}
          size="sm"
          className="pointer-coarse:size-11"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onFormat(format)}
        >
          {icons[format]}
        </IconButton>
      ))}
    </div>
  );
}
