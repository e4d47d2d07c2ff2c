'use client';

import { useSyncExternalStore } from 'react';

import type { Conversation } from '@/lib/chat/schemas';

/** A question before something that cannot be undone. */
export type Question = {
  title: string;
  description: string;
  confirmLabel: string;
  danger?: boolean;
  onConfirm: () => void | Promise<void>;
};

export type ChatDialog =
  | { kind: 'create-channel' }
  | { kind: 'browse' }
  | { kind: 'direct' }
  | { kind: 'status' }
  | { kind: 'picture' }
  | { kind: 'row-menu'; conversation: Conversation; anchor: HTMLElement }
  | { kind: 'edit-channel'; conversation: Conversation }
  | { kind: 'add-people'; conversation: Conversation; memberIds: readonly string[]; onAdded: () => void }
  | ({ kind: 'confirm' } & Question);

let open: ChatDialog | null = null;
const listeners = new Set<() => void>();

/** Opens one of chat's dialogs from anywhere, or closes it with `null`. */
export function setChatDialog(next: ChatDialog | null): void {
  open = next;
  for (const listener of listeners) listener();
}

/** Closes this dialog, unless another one has taken its place. */
export function closeChatDialog(dialog: ChatDialog): void {
  if (open === dialog) setChatDialog(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Which dialog is open. */
export function useChatDialog(): ChatDialog | null {
  return useSyncExternalStore(
    subscribe,
    () => open,
    () => null,
  );
}
