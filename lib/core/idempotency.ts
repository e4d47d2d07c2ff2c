import { createHash } from 'node:crypto';

import type { PoolClient } from 'pg';

/** What a key stands for: one call of one command by one person. */
export type Claim = { userId: string; key: string; operation: string; fingerprint: Buffer };

const RECALL = 'select private.recall_answer($1::uuid, $2::uuid, $3, $4) as known';
const REMEMBER = 'select private.remember_answer($1::uuid, $2::uuid, $3, $4, $5::jsonb)';

/** SHA-256 of a workspace and a parsed input, whatever the order in which the input's fields were given. */
export function fingerprintOf(workspaceId: string | undefined, input: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([workspaceId ?? null, sorted(input)]))
    .digest();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}

/**
 * The answer of an earlier success under this key, null when there is none; repeats wait for each other until the commit.
 * As app_web. @throws conflict when the key stands for another command or input.
 */
export async function recallAnswer(client: PoolClient, claim: Claim): Promise<{ answer: unknown } | null> {
  const { userId, key, operation, fingerprint } = claim;
  const { rows } = await client.query<{ known: { answer: unknown } | null }>(RECALL, [
    userId,
    key,
    operation,
    fingerprint,
  ]);
  return rows[0]?.known ?? null;
}

/** Keeps an answer for repeats, if what was done is committed. As app_web. */
export async function rememberAnswer(client: PoolClient, claim: Claim, answer: unknown): Promise<void> {
  const { userId, key, operation, fingerprint } = claim;
  await client.query(REMEMBER, [userId, key, operation, fingerprint, JSON.stringify(answer)]);
}
