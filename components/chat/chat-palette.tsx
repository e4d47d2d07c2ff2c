'use client';

import dynamic from 'next/dynamic';

import { useOverlay } from '../shell/overlays';
import { patiently } from '../ui/patiently';

const Open = dynamic(
  patiently(async () => (await import('./chat-palette-open')).ChatPaletteOpen),
  { ssr: false },
);

/** What ⌘K opens in a workspace; its code comes with the first time. */
export function ChatPalette() {
  return useOverlay() === 'palette' ? <Open /> : null;
}
