'use client';

import dynamic from 'next/dynamic';

const EmojiPopover = dynamic(async () => (await import('./emoji-popover')).EmojiPopover, { ssr: false });

/** Where the picker opens, and who asked. */
export type EmojiRequest = { anchor: Element; onPick: (emoji: string) => void };

/** The emoji picker, one for the whole conversation; it and its data load when it first opens. */
export function EmojiLayer({ request, onClose }: { request: EmojiRequest | null; onClose: () => void }) {
  return request === null ? null : <EmojiPopover request={request} onClose={onClose} />;
}
