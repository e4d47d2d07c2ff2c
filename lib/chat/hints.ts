import { inBackground } from '@/lib/core/background';
import { pool } from '@/lib/core/db';
import { describeError } from '@/lib/core/describe-error';
import { log } from '@/lib/core/log';

/** However much is said, a workspace's pages are told of it this often at most, by each server. */
const EVERY_MS = 400;

const waiting = new Set<string>();
const sentMs = new Map<string, number>();

/**
 * Has the workspace told which public channels moved on: at once, or together with what follows within 400 ms.
 * Hints wait in the database: what a dying server leaves behind, the next one sends.
 */
export function announceHints(workspaceId: string): void {
  if (waiting.has(workspaceId)) return;
  waiting.add(workspaceId);
  inBackground(async () => {
    const dueMs = (sentMs.get(workspaceId) ?? 0) + EVERY_MS;
    await new Promise((resolve) => {
      setTimeout(resolve, Math.max(0, dueMs - Date.now()));
    });
    waiting.delete(workspaceId);
    forgetOld();
    sentMs.set(workspaceId, Date.now());
    try {
      await pool().query('select private.send_hints($1::uuid)', [workspaceId]);
    } catch (error) {
      log().warn({ workspaceId, error: describeError(error) }, 'hints are left for the next round');
    }
  });
}

function forgetOld(): void {
  if (sentMs.size < 1_000) return;
  for (const [id, atMs] of sentMs) if (Date.now() - atMs > EVERY_MS) sentMs.delete(id);
}
