import { pool } from './db';
import { env } from './env';

type Part = { ok: true; version?: string } | { ok: false; reason: string };
export type Health = { ok: boolean; database: Part; auth: Part; realtime: Part; storage: Part };

const TIMEOUT_MS = 3_000;

/** Asks the database, Auth, Realtime and Storage whether they answer. Storage tells no version. */
export async function health(): Promise<Health> {
  const [database, auth, realtime, storage] = await Promise.all([
    probe(async () => {
      const { rows } = await pool().query<{ version: string }>(
        `select current_setting('server_version') as version`,
      );
      return rows[0]?.version;
    }),
    probe(() => versionOf('/auth/v1/health')),
    probe(() => versionOf('/realtime/v1/api/ping')),
    // Needs no rights, and hosted projects let it through.
    probe(() => versionOf('/storage/v1/status')),
  ]);
  const parts = { database, auth, realtime, storage };
  return { ok: Object.values(parts).every((part) => part.ok), ...parts };
}

async function versionOf(path: string): Promise<string | undefined> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  const response = await fetch(`${SUPABASE_URL}${path}`, {
    headers: { apikey: SUPABASE_PUBLISHABLE_KEY },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  const body: unknown = await response.json().catch(() => null);
  return typeof body === 'object' && body !== null && 'version' in body ? String(body.version) : undefined;
}

async function probe(ask: () => Promise<string | undefined>): Promise<Part> {
  try {
    const version = await ask();
    return version === undefined ? { ok: true } : { ok: true, version };
  } catch (thrown) {
    const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
    return { ok: false, reason: cause instanceof Error ? cause.message : String(cause) };
  }
}
