import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

import type { Service, StackContext } from '../context.ts';
import { createFileStore } from './files/file-store.ts';
import { removeOrphans } from './files/remove-orphans.ts';
import { noteFailure } from './note-failure.ts';
import { errorReply, send, sendEarly } from './reply.ts';
import { dispatch } from './router.ts';
import type { StorageRuntime, StorageSettings } from './storage-runtime.ts';
import { createTokens } from './tokens.ts';
import { createUploadStore } from './tus/upload-store.ts';

export type StorageOptions = Partial<StorageSettings> & {
  dataDir: string;
  /** False only where the files may be lost with the machine. */
  fsync?: boolean;
  now?: () => Date;
};

export type Storage = Service & {
  /** Resolves when what a crash left is cleared and requests may come. */
  ready(): Promise<void>;
};

const MEBIBYTE = 1024 * 1024;
const HOUR_MS = 3_600_000;
const SWEEP_EVERY_MS = HOUR_MS / 4;

const hostedSettings: StorageSettings = {
  maxFileBytes: 50 * MEBIBYTE,
  uploadUrlTtlS: 7200,
  resumableTtlMs: 24 * HOUR_MS,
  idleTimeoutMs: 60_000,
};

function createRuntime(ctx: StackContext, options: StorageOptions): StorageRuntime {
  const { dataDir, fsync = true, now = () => new Date(), ...settings } = options;
  const folder = join(dataDir, 'storage');
  return {
    pool: ctx.pool,
    files: createFileStore(folder, fsync),
    uploads: createUploadStore(folder, fsync, ctx.log),
    tokens: createTokens(ctx.keys, now),
    settings: { ...hostedSettings, ...settings },
    publicUrl: `${ctx.publicUrl}/storage/v1`,
    now,
    log: ctx.log,
  };
}

async function sweepUploads(runtime: StorageRuntime): Promise<void> {
  const endedMs = runtime.now().getTime() - runtime.settings.resumableTtlMs;
  const removed = await runtime.uploads.removeBefore(endedMs);
  if (removed > 0) runtime.log('info', 'resumable uploads given up', { count: removed });
}

async function prepare(runtime: StorageRuntime): Promise<void> {
  await runtime.files.prepare();
  await runtime.uploads.prepare();
  await sweepUploads(runtime);
  const orphans = await removeOrphans(runtime.pool, runtime.files);
  if (orphans > 0) runtime.log('warn', 'storage: files without a row removed', { count: orphans });
}

async function answer(
  runtime: StorageRuntime,
  message: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  try {
    const reply = await dispatch(runtime, message, res, url);
    if (reply === null) return;
    if (reply.status < 400) send(res, reply);
    else sendEarly(message, res, reply);
  } catch (error) {
    noteFailure(runtime, url.pathname, error);
    // A download that broke in its middle must not look whole.
    if (res.headersSent) res.destroy();
    else sendEarly(message, res, errorReply(error));
  }
}

/**
 * Storage of the embedded stack, mounted at `/storage/v1`: the hosted server's HTTP interface over rows in the schema
 * `storage` and files in the data folder. Row-level security decides as it does there. Without options the limits are
 * those of a new hosted project.
 */
export function createStorage(ctx: StackContext, options: StorageOptions): Storage {
  const runtime = createRuntime(ctx, options);
  const ready = prepare(runtime);
  // A rejection is the caller's of `ready`, and of each request.
  ready.catch((error: unknown) => noteFailure(runtime, 'start', error));
  const sweeping = setInterval(() => {
    sweepUploads(runtime).catch((error: unknown) => noteFailure(runtime, 'sweep', error));
  }, SWEEP_EVERY_MS);
  sweeping.unref();
  return {
    async ready() {
      await ready;
    },
    async handle(message, res, url) {
      await ready;
      await answer(runtime, message, res, url);
    },
    async stop() {
      clearInterval(sweeping);
      await ready;
    },
  };
}
