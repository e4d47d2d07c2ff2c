import { z } from 'zod';

import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { unprocessable } from '../errors.ts';
import { deleteFactor, factorJson, listFactors, renameFactor } from '../mfa/factors.ts';
import { lowerSessions } from '../mfa/session-level.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { parseBody, text } from '../request.ts';
import { inTransaction } from '../transaction.ts';
import { loadAnyUser } from './admin-users.ts';
import { maxNameLength, requireFactor } from './factors.ts';

const body = z.object({ friendly_name: text.refine((name) => name.length <= maxNameLength) });

/** GET /admin/users/{id}/factors. */
export async function adminListFactors(auth: AuthRuntime, _request: AuthRequest, id: string): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const user = await loadAnyUser(tx, id);
    return json((await listFactors(tx, user.id)).map(factorJson));
  });
}

/** PUT /admin/users/{id}/factors/{id}: another friendly name; `mfa_factor_name_conflict` (422) when it is taken. */
export async function adminUpdateFactor(
  auth: AuthRuntime,
  request: AuthRequest,
  userId: string,
  factorId: string,
): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const user = await loadAnyUser(tx, userId);
    const factor = await requireFactor(tx, user.id, factorId);
    const { friendly_name: name } = parseBody(request, body);
    const others = (await listFactors(tx, user.id)).filter(({ id }) => id !== factor.id);
    if (name !== '' && others.some(({ friendly_name }) => friendly_name === name)) {
      throw unprocessable('mfa_factor_name_conflict', 'A factor with this friendly name already exists');
    }
    const now = auth.now();
    const renamed = name === '' ? factor : await renameFactor(tx, factor, name, now);
    const traits = { user_id: user.id, factor_id: factor.id, factor_type: factor.factor_type };
    const entry = { actor: 'service_role', action: 'factor_updated', address: request.address } as const;
    await audit(tx, { ...entry, now, traits });
    return json(factorJson(renamed));
  });
}

/** DELETE /admin/users/{id}/factors/{id}: for people who lost their device; their sessions go back to `aal1`. */
export async function adminDeleteFactor(
  auth: AuthRuntime,
  request: AuthRequest,
  userId: string,
  factorId: string,
): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const user = await loadAnyUser(tx, userId);
    const factor = await requireFactor(tx, user.id, factorId);
    const traits = { user_id: user.id, factor_id: factor.id };
    const entry = { actor: user, action: 'factor_deleted', address: request.address } as const;
    await audit(tx, { ...entry, now: auth.now(), traits });
    await deleteFactor(tx, factor);
    await lowerSessions(tx, factor);
    return json(factorJson(factor));
  });
}
