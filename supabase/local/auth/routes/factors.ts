import { z } from 'zod';

import type { AuditAction } from '../audit.ts';
import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import type { Caller } from '../authenticate.ts';
import { requireCaller } from '../authenticate.ts';
import { badRequest, forbidden, notFound, unprocessable } from '../errors.ts';
import type { FactorRow } from '../mfa/factors.ts';
import {
  deleteAbandonedFactors,
  deleteFactor,
  findFactor,
  insertTotpFactor,
  listFactors,
} from '../mfa/factors.ts';
import { qrSvg } from '../mfa/qr-code.ts';
import { lowerSessions } from '../mfa/session-level.ts';
import { newTotpSecret, totpUri } from '../mfa/totp.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { isUuid, parseBody, text } from '../request.ts';
import type { Tx } from '../transaction.ts';
import { inTransaction } from '../transaction.ts';

// An index covers the name: hosted fails on longer ones, too.
export const maxNameLength = 255;
const body = z.object({
  friendly_name: text.refine((name) => name.length <= maxNameLength),
  factor_type: text,
  issuer: text,
});

const abandonedAfterS = 300;

/** The caller with their second factors; guests have none (`no_authorization`, 403). */
export async function requireMember(tx: Tx, auth: AuthRuntime, request: AuthRequest): Promise<Caller> {
  const caller = await requireCaller(tx, auth, request, { lock: true });
  if (caller.user.is_anonymous) {
    throw forbidden('no_authorization', 'Anonymous user not allowed to perform these actions');
  }
  return caller;
}

/** The person's own factor; `validation_failed` or `mfa_factor_not_found` (404). */
export async function requireFactor(tx: Tx, userId: string, id: string): Promise<FactorRow> {
  if (!isUuid(id)) throw notFound('validation_failed', 'factor_id must be an UUID');
  const factor = await findFactor(tx, userId, id);
  if (factor === null) throw notFound('mfa_factor_not_found', 'Factor not found');
  return factor;
}

export async function auditFactor(
  tx: Tx,
  auth: AuthRuntime,
  request: AuthRequest,
  entry: { caller: Caller; action: AuditAction; traits: Record<string, unknown> },
): Promise<void> {
  const { caller, action, traits } = entry;
  await audit(tx, { actor: caller.user, action, address: request.address, now: auth.now(), traits });
}

function readFactorType({ settings }: AuthRuntime, type: string): void {
  if (type === 'totp' && settings.totpEnrolment) return;
  if (type === 'totp') throw unprocessable('mfa_totp_enroll_not_enabled', 'MFA enroll is disabled for TOTP');
  if (type === 'phone') {
    throw unprocessable('mfa_phone_enroll_not_enabled', 'MFA enroll is disabled for Phone');
  }
  if (type === 'webauthn') {
    throw unprocessable('mfa_webauthn_enroll_not_enabled', 'MFA enroll is disabled for WebAuthn');
  }
  throw badRequest('factor_type needs to be totp, phone, or webauthn');
}

async function checkRoom(tx: Tx, auth: AuthRuntime, { user, session }: Caller, name: string): Promise<void> {
  await deleteAbandonedFactors(tx, abandonedAfterS, auth.now());
  const factors = await listFactors(tx, user.id);
  if (factors.some(({ friendly_name }) => (friendly_name ?? '') === name)) {
    throw unprocessable(
      'mfa_factor_name_conflict',
      `A factor with the friendly name ${JSON.stringify(name)} for this user already exists`,
    );
  }
  if (factors.length >= auth.settings.maxFactors) {
    throw unprocessable(
      'too_many_enrolled_mfa_factors',
      'Maximum number of verified factors reached, unenroll to continue',
    );
  }
  if (session.aal !== 'aal2' && factors.some(({ status }) => status === 'verified')) {
    throw forbidden('insufficient_aal', 'AAL2 required to enroll a new factor');
  }
}

/**
 * POST /factors: a TOTP factor with its secret, address and QR code, to be verified within five minutes. Refuses with
 * `mfa_factor_name_conflict`, `too_many_enrolled_mfa_factors` (422), `insufficient_aal` (403).
 */
export async function enrollFactor(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const caller = await requireMember(tx, auth, request);
    const params = parseBody(request, body);
    readFactorType(auth, params.factor_type);
    await checkRoom(tx, auth, caller, params.friendly_name);
    const issuer = params.issuer === '' ? new URL(auth.settings.siteUrl).host : params.issuer;
    const secret = newTotpSecret();
    const uri = totpUri({ issuer, name: caller.user.email ?? '', secret });
    const qrCode = qrSvg(uri);
    if (qrCode === null) throw badRequest('Error generating QR Code');
    const { id } = await insertTotpFactor(
      tx,
      {
        userId: caller.user.id,
        friendlyName: params.friendly_name,
        secret,
        serverSecret: auth.keys.secretKey,
      },
      auth.now(),
    );
    await auditFactor(tx, auth, request, { caller, action: 'factor_in_progress', traits: { factor_id: id } });
    const totp = { qr_code: qrCode, secret, uri };
    return json({ id, type: 'totp', friendly_name: params.friendly_name, totp });
  });
}

/** DELETE /factors/{id}: a verified one only from an `aal2` session (`insufficient_aal`, 422). */
export async function unenrollFactor(auth: AuthRuntime, request: AuthRequest, id: string): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const caller = await requireMember(tx, auth, request);
    const factor = await requireFactor(tx, caller.user.id, id);
    if (factor.status === 'verified' && caller.session.aal !== 'aal2') {
      throw unprocessable('insufficient_aal', 'AAL2 required to unenroll verified factor');
    }
    await deleteFactor(tx, factor);
    const traits = { factor_id: id, factor_status: factor.status, session_id: caller.session.id };
    await auditFactor(tx, auth, request, { caller, action: 'factor_unenrolled', traits });
    await lowerSessions(tx, factor);
    return json({ id: factor.id });
  });
}
