import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { Log } from '../../context.ts';
import { writePrivateFile } from '../../data-dir.ts';
import { isUuid } from '../names.ts';
import { UploadLocks } from './upload-locks.ts';

const stateShape = z.object({
  version: z.uuid(),
  bucketId: z.string(),
  name: z.string(),
  /** Null while the client has not said. */
  lengthBytes: z.number().int().nullable(),
  /** The header as it came, given back by HEAD. */
  metadataHeader: z.string(),
  mimeType: z.string().nullable(),
  cacheControl: z.string(),
  userMetadata: z.record(z.string(), z.unknown()).nullable(),
  createdAtMs: z.number(),
  /** Its object is there; what remains tells a client that missed the answer. */
  done: z.boolean(),
});
export type UploadState = z.infer<typeof stateShape>;

/** Resumable uploads on the disk: they outlive the process. How far one has come is the size of its file. */
export type UploadStore = {
  locks: UploadLocks;
  /** Makes the folder, and clears what a killed process was writing. */
  prepare(): Promise<void>;
  save(state: UploadState): Promise<void>;
  find(version: string): Promise<UploadState | null>;
  offsetOf(state: UploadState): Promise<number>;
  pathOf(state: UploadState): string;
  /** Keeps what comes, also of a body that breaks off. */
  append(state: UploadState, body: AsyncIterable<Uint8Array>): Promise<void>;
  /** The bytes go; the state stays. */
  dropBytes(state: UploadState): Promise<void>;
  remove(version: string): Promise<void>;
  /** Removes the uploads that began before then, or whose state is damaged; how many there were. */
  removeBefore(timeMs: number): Promise<number>;
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

export function createUploadStore(folder: string, durable: boolean, log: Log): UploadStore {
  const uploads = join(folder, 'uploads');
  const statePath = (version: string): string => join(uploads, `${version}.json`);
  const bytesPath = (version: string): string => join(uploads, `${version}.part`);

  /** A damaged state is none: that upload is lost, the others go on. */
  const parseState = (version: string, text: string): UploadState | null => {
    try {
      return stateShape.parse(JSON.parse(text));
    } catch (error) {
      log('warn', 'storage: a resumable upload is lost, its state is damaged', {
        version,
        error: String(error),
      });
      return null;
    }
  };

  const find = async (version: string): Promise<UploadState | null> => {
    if (!isUuid(version)) return null;
    const text = await readFile(statePath(version), 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    return text === null ? null : parseState(version, text);
  };

  const remove = async (version: string): Promise<void> => {
    await rm(bytesPath(version), { force: true });
    await rm(statePath(version), { force: true });
  };

  return {
    locks: new UploadLocks(),
    async prepare() {
      await mkdir(uploads, { recursive: true, mode: 0o700 });
      const drafts = (await readdir(uploads)).filter((name) => name.endsWith('.tmp'));
      for (const draft of drafts) await rm(join(uploads, draft), { force: true });
    },
    async save(state) {
      await writePrivateFile(statePath(state.version), JSON.stringify(state));
    },
    find,
    async offsetOf({ version, done, lengthBytes }) {
      if (done) return lengthBytes ?? 0;
      return await stat(bytesPath(version)).then(
        ({ size }) => size,
        (error: unknown) => {
          if (isMissing(error)) return 0;
          throw error;
        },
      );
    },
    pathOf: ({ version }) => bytesPath(version),
    async append({ version }, body) {
      const file = await open(bytesPath(version), 'a', 0o600);
      try {
        for await (const chunk of body) await file.appendFile(chunk);
      } finally {
        if (durable) await file.sync();
        await file.close();
      }
    },
    async dropBytes({ version }) {
      await rm(bytesPath(version), { force: true });
    },
    remove,
    async removeBefore(timeMs) {
      const names = (await readdir(uploads)).filter((name) => name.endsWith('.json'));
      let removed = 0;
      for (const name of names) {
        const version = name.slice(0, -'.json'.length);
        const state = await find(version);
        if (state !== null && state.createdAtMs >= timeMs) continue;
        await remove(version);
        removed += 1;
      }
      return removed;
    },
  };
}
