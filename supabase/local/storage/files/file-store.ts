import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFile,
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  rename,
  rm,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { noSuchKey } from '../errors.ts';
import { isUuid } from '../names.ts';
import { writeBody, type Written } from './write-body.ts';

/** A file that is whole and durable, and of which no row tells yet. */
export type StoredFile = Written & { version: string };

/**
 * The files of objects, each under the random id (`version`) that its row names: what people call their files never
 * becomes a path. A file is written once, elsewhere, and appears whole; it is never changed again.
 */
export type FileStore = {
  /** Makes the folders, and clears what uploads left when the process was killed. */
  prepare(): Promise<void>;
  /** @throws StorageError `EntityTooLarge` past `maxBytes`; whatever happens, no half file stays. */
  receive(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredFile>;
  /** Takes over a finished file from elsewhere on the same disk, which keeps its own name until it is removed. */
  adopt(path: string, version: string): Promise<void>;
  /** The same content under another id, without copying it where the file system can. */
  duplicate(version: string): Promise<string>;
  /** Null when there is no such file. */
  open(version: string): Promise<FileHandle | null>;
  remove(versions: readonly string[]): Promise<void>;
  /** All ids there are. */
  list(): Promise<string[]>;
};

const MODE = 0o700;

/** Hard links share the content; where the disk has none it is copied. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'EEXIST') throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** @param durable false only where the data may be lost with the machine */
export function createFileStore(folder: string, durable: boolean): FileStore {
  const files = join(folder, 'files');
  const incoming = join(folder, 'incoming');

  const pathOf = (version: string): string => {
    if (!isUuid(version)) throw noSuchKey();
    return join(files, version.slice(0, 2), version);
  };

  /** A new name is only safe once its folder is on the disk too. */
  const settle = async (path: string): Promise<void> => {
    if (!durable) return;
    const parent = await open(dirname(path), 'r');
    try {
      await parent.sync();
    } finally {
      await parent.close();
    }
  };

  const place = async (version: string, move: (path: string) => Promise<void>): Promise<void> => {
    const path = pathOf(version);
    const created = await mkdir(dirname(path), { recursive: true, mode: MODE });
    await move(path);
    await settle(path);
    if (created !== undefined) await settle(dirname(path));
  };

  return {
    async prepare() {
      await rm(incoming, { recursive: true, force: true });
      await mkdir(files, { recursive: true, mode: MODE });
      await mkdir(incoming, { recursive: true, mode: MODE });
    },
    async receive(body, maxBytes) {
      const version = randomUUID();
      const draft = join(incoming, version);
      try {
        const written = await writeBody(draft, body, { maxBytes, durable });
        await place(version, async (path) => await rename(draft, path));
        return { version, ...written };
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async adopt(path, version) {
      await place(version, async (target) => await linkOrCopy(path, target));
    },
    async duplicate(version) {
      const copy = randomUUID();
      await place(copy, async (path) => {
        await linkOrCopy(pathOf(version), path).catch((error: unknown) => {
          throw isMissing(error) ? noSuchKey() : error;
        });
      });
      return copy;
    },
    async open(version) {
      if (!isUuid(version)) return null;
      return await open(pathOf(version), 'r').catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
    },
    async remove(versions) {
      for (const version of versions.filter(isUuid)) await rm(pathOf(version), { force: true });
    },
    async list() {
      const entries = await readdir(files, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile() && isUuid(entry.name)).map(({ name }) => name);
    },
  };
}
