import { uuidv7 } from 'uuidv7';

import type { Attachment } from '@/lib/files/schemas';

import { createStore, type Store } from '../realtime/store';
import type { UploadOptions } from './upload-file';

/** What one is about to send along; uploads begin at once. */
export type Pending = {
  id: string;
  file: File;
  /** Of its own bytes; null for what is no picture. */
  previewUrl: string | null;
  /** 0 to 1. */
  share: number;
  /** Once it is ready to be sent. */
  sent: Attachment | null;
  /** Why it could not be sent. */
  failure: string | null;
};

type Upload = (
  options: Pick<UploadOptions, 'id' | 'file' | 'onProgress' | 'signal'>,
) => Promise<{ ok: true; value: Attachment } | { ok: false; error: { message: string } }>;

/** lib/files/schemas.ts has the same; its zod is too heavy for the first load. */
export const MOST_FILES = 10;
const MOST_BYTES = 50 * 1024 * 1024;

export const NOT_SENT = {
  ok: false,
  error: { code: 'unavailable', message: 'The file could not be sent. Check your connection and try again.' },
} as const;

/** What is about to be sent in one conversation: kept while one looks elsewhere, lost when the page is loaded anew. */
export class Attachments {
  readonly list: Store<readonly Pending[]> = createStore<readonly Pending[]>([]);
  /** Whether a message was sent off that goes with the last of them. */
  readonly isAwaited = createStore(false);
  readonly #upload: Upload;
  readonly #uploads = new Map<string, AbortController>();
  #whenReady: () => void = () => undefined;

  constructor(upload: Upload) {
    this.#upload = upload;
  }

  get isBusy(): boolean {
    return this.list.get().some(({ sent, failure }) => sent === null && failure === null);
  }

  get isFailed(): boolean {
    return this.list.get().some(({ failure }) => failure !== null);
  }

  /** @returns how many did not fit: too many, too large, or empty */
  add(files: readonly File[]): number {
    const fitting = files
      .filter(({ size }) => size > 0 && size <= MOST_BYTES)
      .slice(0, MOST_FILES - this.list.get().length);
    const added = fitting.map((file): Pending => {
      const previewUrl = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
      return { id: uuidv7(), file, previewUrl, share: 0, sent: null, failure: null };
    });
    this.#set([...this.list.get(), ...added]);
    for (const one of added) void this.#begin(one);
    return files.length - added.length;
  }

  remove(id: string): void {
    this.#uploads.get(id)?.abort();
    this.#drop((one) => one.id === id);
  }

  retry(id: string): void {
    const one = this.list.get().find((pending) => pending.id === id);
    this.#change(id, { failure: null, share: 0 });
    if (one) void this.#begin(one);
  }

  /** Runs something, once, when all have arrived; not if one fails meanwhile, or `dismiss` is called. */
  await(whenReady: () => void): void {
    this.#whenReady = whenReady;
    this.isAwaited.set(true);
  }

  /** What was sent off is written on: it waits to be sent off again. */
  dismiss(): void {
    this.isAwaited.set(false);
  }

  /** Takes out what is ready, for a message. */
  take(): Attachment[] {
    const ready = this.list.get().flatMap(({ sent }) => sent ?? []);
    this.#drop(({ sent }) => sent !== null);
    return ready;
  }

  async #begin({ id, file }: Pending): Promise<void> {
    const control = new AbortController();
    this.#uploads.set(id, control);
    const { signal } = control;
    const onProgress = (share: number) => this.#change(id, { share });
    const result = await this.#upload({ id, file, signal, onProgress }).catch(() => NOT_SENT);
    this.#uploads.delete(id);
    if (signal.aborted) return;
    if (!result.ok) return this.#change(id, { failure: result.error.message });
    const { name, mediaType, sizeBytes, width, height } = result.value;
    this.#change(id, { sent: { id, name, mediaType, sizeBytes, width, height }, share: 1 });
  }

  #change(id: string, change: Partial<Pending>): void {
    this.#set(this.list.get().map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  #drop(isGone: (one: Pending) => boolean): void {
    for (const one of this.list.get()) if (isGone(one) && one.previewUrl) URL.revokeObjectURL(one.previewUrl);
    this.#set(this.list.get().filter((one) => !isGone(one)));
  }

  #set(list: readonly Pending[]): void {
    this.list.set(list);
    if (this.isFailed) this.dismiss();
    if (this.isBusy || !this.isAwaited.get()) return;
    this.dismiss();
    this.#whenReady();
  }
}
