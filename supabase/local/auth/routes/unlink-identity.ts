import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { requireCaller } from '../authenticate.ts';
import { notFound, unprocessable } from '../errors.ts';
import { listIdentities, refreshProviders } from '../identities.ts';
import { adoptIdentityEmail } from '../oauth/adopt-email.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { isUuid } from '../request.ts';
import { inTransaction } from '../transaction.ts';

/**
 * DELETE /user/identities/{id}: one way less to sign in. Refuses with `single_identity_not_deletable`,
 * `identity_not_found`, `email_conflict_identity_not_deletable` (422), `manual_linking_disabled` (404).
 */
export async function unlinkIdentity(auth: AuthRuntime, request: AuthRequest, id: string): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const { user } = await requireCaller(tx, auth, request, { lock: true });
    if (!auth.settings.manualLinking) throw notFound('manual_linking_disabled', 'Manual linking is disabled');
    if (!isUuid(id)) throw notFound('validation_failed', 'identity_id must be an UUID');
    const identities = await listIdentities(tx, user.id);
    if (identities.length <= 1) {
      throw unprocessable(
        'single_identity_not_deletable',
        'User must have at least 1 identity after unlinking',
      );
    }
    const identity = identities.find((candidate) => candidate.id === id);
    if (identity === undefined) throw unprocessable('identity_not_found', "Identity doesn't exist");
    const now = auth.now();
    const traits = { identity_id: id, provider: identity.provider, provider_id: identity.provider_id };
    await audit(tx, { actor: user, action: 'identity_unlinked', address: request.address, now, traits });
    await tx.query('delete from auth.identities where id = $1', [id]);
    const owner = await adoptIdentityEmail(tx, user, now);
    if (owner === null) {
      throw unprocessable(
        'email_conflict_identity_not_deletable',
        'Unable to unlink identity due to email conflict',
      );
    }
    await refreshProviders(tx, owner, now);
    return json({});
  });
}
