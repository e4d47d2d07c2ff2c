type ToastOptions = {
  description?: string;
  /** Undo, retry, open. */
  action?: { label: string; onClick: () => void };
  /** Milliseconds until it leaves; 5 s unless told. */
  durationMs?: number;
};

type Kind = 'message' | 'success' | 'error';

async function show(kind: Kind, text: string, options: ToastOptions): Promise<void> {
  const { toast: sonner } = await import('sonner');
  sonner[kind](text, {
    duration: options.durationMs ?? 5000,
    ...(options.description === undefined ? {} : { description: options.description }),
    ...(options.action === undefined ? {} : { action: options.action }),
  });
}

/** Says something in passing. `error` tells what happened and what to do; loads its code on first use. */
export const toast = {
  message: (text: string, options: ToastOptions = {}) => void show('message', text, options),
  success: (text: string, options: ToastOptions = {}) => void show('success', text, options),
  error: (text: string, options: ToastOptions = {}) => void show('error', text, options),
};
