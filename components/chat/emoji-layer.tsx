'use client';

import dynamic from 'next/dynamic';

import { patiently } from '../ui/patiently';

const EmojiPopover = dynamic(
  patiently(async () => (await import('./emoji-popover')).EmojiPopover),
  { ssr: false },
);

/** Where the picker opens, and who asked. */
export type EmojiRequest = {
  anchor: Element;
  /** The message that the anchor belongs to, if any: its toolbar stays for as long as the picker is open. */
  messageId: string | null;
  onPick: (emoji: string) => void;
};

/** The emoji picker, one for the whole conversation; it and its data load when it first opens. */
export function EmojiLayer({ request, onClose }: { request: EmojiRequest | null; onClose: () => void }) {
  return request === null ? null : <EmojiPopover request={request} onClose={onClose} />;
}
