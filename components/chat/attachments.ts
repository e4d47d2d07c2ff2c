import { uuidv7 } from 'uuidv7';

import type { Attachment } from '@/lib/files/schemas';

import type { Hub } from '../realtime/hub';
import { createStore, type Store } from '../realtime/store';
import { uploadFile } from './upload-file';

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

export type AttachmentPlace = { hub: Hub; workspaceId: string; conversationId: string };

/** lib/files/schemas.ts has the same; its zod is too heavy for the first load. */
export const MOST_FILES = 10;
const MOST_BYTES = 50 * 1024 * 1024;

/** What is about to be sent in one conversation: kept while one looks elsewhere, lost when the page is loaded anew. */
export class Attachments {
  readonly list: Store<readonly Pending[]> = createStore<readonly Pending[]>([]);
  readonly #place: AttachmentPlace;
  readonly #running = new Set<Promise<void>>();
  readonly #uploads = new Map<string, AbortController>();

  constructor(place: AttachmentPlace) {
    this.#place = place;
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
    this.list.set([...this.list.get(), ...added]);
    for (const one of added) this.#begin(one);
    return files.length - added.length;
  }

  remove(id: string): void {
    this.#uploads.get(id)?.abort();
    this.#drop((one) => one.id === id);
  }

  retry(id: string): void {
    const one = this.list.get().find((pending) => pending.id === id);
    this.#change(id, { failure: null, share: 0 });
    if (one) this.#begin(one);
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Takes out what is ready, for a message. */
  take(): Attachment[] {
    const ready = this.list.get().flatMap(({ sent }) => sent ?? []);
    this.#drop(({ sent }) => sent !== null);
    return ready;
  }

  #begin(one: Pending): void {
    const run = this.#upload(one).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  async #upload({ id, file }: Pending): Promise<void> {
    const control = new AbortController();
    this.#uploads.set(id, control);
    const { signal } = control;
    const result = await uploadFile({
      ...this.#place,
      id,
      file,
      purpose: 'attachment',
      signal,
      onProgress: (share) => this.#change(id, { share }),
    });
    this.#uploads.delete(id);
    if (signal.aborted) return;
    if (!result.ok) return this.#change(id, { failure: result.error.message });
    const { name, mediaType, sizeBytes, width, height } = result.value;
    this.#change(id, { sent: { id, name, mediaType, sizeBytes, width, height }, share: 1 });
  }

  #change(id: string, change: Partial<Pending>): void {
    this.list.set(this.list.get().map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  #drop(isGone: (one: Pending) => boolean): void {
    for (const one of this.list.get()) if (isGone(one) && one.previewUrl) URL.revokeObjectURL(one.previewUrl);
    this.list.set(this.list.get().filter((one) => !isGone(one)));
  }
}
