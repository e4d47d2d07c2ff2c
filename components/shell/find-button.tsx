'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { Kbd } from '../ui/kbd';
import { openPalette } from './overlays';

/** Looks like a search field at the top of the sidebar; opens the command palette. */
export function FindButton() {
  const t = useTranslations('shell');
  return (
    <button
      type="button"
      onClick={openPalette}
      className="border-line bg-raised text-soft hover:border-line-strong mx-3 flex h-8 shrink-0 items-center gap-2 rounded border px-2.5 text-left transition-colors pointer-coarse:h-10"
    >
      <Search className="size-4" />
      <span className="grow truncate">{t('find')}</span>
      <Kbd keys="mod+k" className="pointer-coarse:hidden" />
    </button>
  );
}
