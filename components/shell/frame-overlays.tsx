'use client';

import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';

import { patiently } from '../ui/patiently';
import { openPalette, openShortcuts, useOverlay } from './overlays';
import { useHotkeys } from './use-hotkeys';

const ShortcutsSheet = dynamic(
  patiently(async () => (await import('./shortcuts-sheet')).ShortcutsSheet),
  {
    ssr: false,
  },
);

/** Binds the two keys that work everywhere and draws the shortcuts sheet when asked for. */
export function FrameOverlays() {
  const t = useTranslations('shell.shortcuts');
  const overlay = useOverlay();
  useHotkeys([
    { keys: 'mod+k', label: t('palette'), group: t('general'), run: openPalette, inFields: true },
    { keys: '?', label: t('sheet'), group: t('general'), run: openShortcuts },
  ]);
  return overlay === 'shortcuts' ? <ShortcutsSheet /> : null;
}
