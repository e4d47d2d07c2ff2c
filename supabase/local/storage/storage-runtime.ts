import type { Pool } from 'pg';

import type { Log } from '../context.ts';
import type { FileStore } from './files/file-store.ts';
import type { StorageTokens } from './tokens.ts';
import type { UploadStore } from './tus/upload-store.ts';

/** What a project's dashboard would set, and what tests shorten. */
export type StorageSettings = {
  /** No object is larger, whatever its bucket says. */
  maxFileBytes: number;
  /** A signed upload URL is good for so long. */
  uploadUrlTtlS: number;
  /** A resumable upload that is not finished by then is given up. */
  resumableTtlMs: number;
  /** A connection over which nothing comes or goes for so long is cut. */
  idleTimeoutMs: number;
};

export type StorageRuntime = {
  pool: Pool;
  files: FileStore;
  uploads: UploadStore;
  tokens: StorageTokens;
  settings: StorageSettings;
  /** The service's own address, e.g. `http://127.0.0.1:24321/storage/v1`. */
  publicUrl: string;
  now(): Date;
  log: Log;
};
