'use client';

import { useTranslations } from 'next-intl';

import { SubmitButton } from '../submit-button';

/** The button of a settings form, and beside it that it worked. */
export function SaveRow({ isSaved }: { isSaved: boolean }) {
  const t = useTranslations('settings');
  return (
    <div className="flex items-center gap-3">
      <SubmitButton variant="secondary">{t('save')}</SubmitButton>
      <output className="text-green-ink text-sm">{isSaved ? t('saved') : null}</output>
    </div>
  );
}
