import { createHash } from 'node:crypto';

import { z } from 'zod';

import type { AuthRuntime } from '../auth-runtime.ts';
import { internal } from '../errors.ts';
import { clearOneTimeTokens } from '../one-time-tokens.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { flag, parseBody } from '../request.ts';
import { endSessions } from '../sessions.ts';
import type { Tx } from '../transaction.ts';
import { inTransaction } from '../transaction.ts';
import type { UserRow } from '../users.ts';
import { updateUser } from '../users.ts';
import { auditAdmin, loadAnyUser } from './admin-users.ts';

async function softDelete(tx: Tx, auth: AuthRuntime, user: UserRow): Promise<void> {
  if (user.deleted_at !== null) return;
  const hidden = (value: string | null) =>
    value === null || value === ''
      ? value
      : createHash('sha256')
          .update(user.id + value)
          .digest('base64url');
  await clearOneTimeTokens(tx, user.id);
  await endSessions(tx, { user: user.id });
  await tx.query('delete from auth.mfa_factors where user_id = $1', [user.id]);
  await tx.query(
    `update auth.identities set identity_data = '{}', provider_id = encode(sha256((provider || provider_id)::bytea), 'hex')
     where user_id = $1`,
    [user.id],
  );
  const patch = {
    email: hidden(user.email),
    email_change: hidden(user.email_change),
    encrypted_password: null,
    raw_user_meta_data: {},
    raw_app_meta_data: {},
    deleted_at: auth.now(),
  };
  await updateUser(tx, user.id, patch, auth.now());
}

/** DELETE /admin/users/{id}; with `should_soft_delete` the row stays, made unrecognisable. */
export async function adminDeleteUser(auth: AuthRuntime, request: AuthRequest, id: string): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const user = await loadAnyUser(tx, id);
    const soft =
      request.body !== '' && parseBody(request, z.object({ should_soft_delete: flag })).should_soft_delete;
    await auditAdmin(tx, auth, request, 'user_deleted', user);
    if (soft) await softDelete(tx, auth, user);
    else {
      await tx.query('delete from auth.users where id = $1', [user.id]).catch((error: unknown) => {
        throw internal('Database error deleting user', error);
      });
    }
    return json({});
  });
}
