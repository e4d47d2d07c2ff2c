type ToastOptions = {
  description?: string;
  /** Undo, retry, open. */
  action?: { label: string; onClick: () => void };
  /** Milliseconds until it leaves; 5 s unless told. */
  durationMs?: number;
};

type ToastKind = 'message' | 'success' | 'error';

export type QueuedToast = { kind: ToastKind; text: string; options: ToastOptions };

const queue: QueuedToast[] = [];
const listeners = new Set<() => void>();

function add(kind: ToastKind, text: string, options: ToastOptions): void {
  queue.push({ kind, text, options });
  for (const listener of listeners) listener();
}

/** Says something in passing; `error` tells what happened and what to do. The code that draws comes with the first. */
export const toast = {
  message: (text: string, options: ToastOptions = {}) => add('message', text, options),
  success: (text: string, options: ToastOptions = {}) => add('success', text, options),
  error: (text: string, options: ToastOptions = {}) => add('error', text, options),
};

/** For `Toaster` alone: is told when a toast waits. */
export function onToast(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** For `Toaster` alone: hands over what waits, once. */
export function takeToasts(): QueuedToast[] {
  return queue.splice(0);
}
