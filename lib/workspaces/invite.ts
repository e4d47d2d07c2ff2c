import { eq, and, sql } from 'drizzle-orm';
import { z } from 'zod';

import type { Actor } from '@/lib/core/caller';
import { command } from '@/lib/core/command';
import type { Db } from '@/lib/core/db';
import { sendInvitationMail } from '@/lib/core/email/send-invitation-mail';
import { env } from '@/lib/core/env';
import { AppError, notFound } from '@/lib/core/errors';
import { insertInto } from '@/lib/core/insert';
import { log } from '@/lib/core/log';

import { hashInvitationToken, newInvitationToken } from './invitation-token';
import { INVITABLE_ROLES } from './schemas';
import { invitations, memberships, roles, workspaces } from './tables';

const role = z.enum(INVITABLE_ROLES).default('member');
const DAY_MS = 86_400_000;

const invitationUrl = (token: string): string => `${env().APP_URL}/invite/${token}`;

async function roleByKey(db: Db, actor: Actor, key: string): Promise<{ id: string; name: string }> {
  const [found] = await db
    .select({ id: roles.id, name: roles.name })
    .from(roles)
    .where(and(eq(roles.workspaceId, actor.workspaceId), eq(roles.key, key)));
  if (!found) throw notFound('This role');
  return found;
}

/** Makes a link that lets people in. The link is told once; only its hash is kept. @throws forbidden (a role above one's own). */
export const createInvitationLink = command({
  name: 'workspaces.create-invitation-link',
  summary: 'Make an invitation link. It is shown once.',
  scope: 'workspace',
  input: z.object({
    id: z.uuid(),
    role,
    expiresInDays: z.number().int().min(1).max(30).default(7),
    maxUses: z.number().int().min(1).max(1000).default(25),
  }),
  output: z.object({ url: z.url(), expiresAt: z.iso.datetime() }),
  permission: 'members.invite',
  rate: { burst: 20, periodS: 60 },
  audit: ({ id, role: key, maxUses }) => ({ kind: 'invitation', object: id, detail: { role: key, maxUses } }),
  run: async ({ db, actor }, { id, role: key, expiresInDays, maxUses }) => {
    const given = await roleByKey(db, actor, key);
    const token = newInvitationToken();
    const expiresAt = new Date(Date.now() + expiresInDays * DAY_MS);
    const row = {
      workspaceId: actor.workspaceId,
      id,
      roleId: given.id,
      tokenHash: hashInvitationToken(token),
      invitedBy: actor.memberId,
      expiresAt,
      maxUses,
    };
    await db.execute(insertInto(invitations, row));
    return { url: invitationUrl(token), expiresAt: expiresAt.toISOString() };
  },
  again: () => {
    throw new AppError('conflict', 'This link was made, and told once. Revoke it and make another.');
  },
});

/**
 * Invites addresses by mail, each with a personal token that only that address may accept.
 * Open invitations of the same addresses are replaced. Mails that could not be sent are named in the answer.
 * @throws forbidden (a role above one's own).
 */
export const inviteByEmail = command({
  name: 'workspaces.invite-by-email',
  summary: 'Invite people by mail, up to 50 at once.',
  scope: 'workspace',
  input: z.object({
    emails: z
      .array(z.string().trim().toLowerCase().pipe(z.email().max(254)))
      .min(1)
      .max(50)
      .transform((emails) => [...new Set(emails)]),
    role,
  }),
  output: z.object({ invited: z.array(z.string()), notSent: z.array(z.string()) }),
  permission: 'members.invite',
  rate: { burst: 10, periodS: 60 },
  audit: ({ emails, role: key }, _, actor) => ({
    kind: 'invitation',
    object: actor?.workspaceId ?? '',
    detail: { emails, role: key },
  }),
  run: async ({ db, actor, after }, { emails, role: key }) => {
    const given = await roleByKey(db, actor, key);
    const [sender] = await db
      .select({ inviterName: memberships.name, workspaceName: workspaces.name })
      .from(memberships)
      .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
      .where(and(eq(memberships.workspaceId, actor.workspaceId), eq(memberships.id, actor.memberId)));
    if (!sender) throw notFound('This workspace');
    const expiresAt = new Date(Date.now() + 7 * DAY_MS);
    const addresses = sql.join(
      emails.map((email) => sql`${email}`),
      sql`, `,
    );
    await db.execute(sql`
      update invitations set revoked_at = now()
      where workspace_id = ${actor.workspaceId}::uuid and email in (${addresses}) and revoked_at is null and uses = 0`);
    const personal = emails.map((email) => ({ email, token: newInvitationToken() }));
    const rows = personal.map(({ email, token }) => ({
      workspaceId: actor.workspaceId,
      id: crypto.randomUUID(),
      email,
      roleId: given.id,
      tokenHash: hashInvitationToken(token),
      invitedBy: actor.memberId,
      expiresAt,
      maxUses: 1,
    }));
    await db.execute(insertInto(invitations, ...rows));
    const notSent: string[] = [];
    after(async () => {
      const mails = personal.map(async ({ email, token }) => {
        try {
          await sendInvitationMail(email, {
            ...sender,
            roleName: given.name,
            url: invitationUrl(token),
            expiresAt,
          });
        } catch (thrown) {
          log().warn(
            { error: thrown instanceof Error ? thrown.message : thrown },
            'invitation mail not sent',
          );
          notSent.push(email);
        }
      });
      await Promise.all(mails);
    });
    return { invited: emails, notSent };
  },
  again: () => {
    throw new AppError(
      'conflict',
      'These invitations were made. Whether all mails left was told once; invite anew.',
    );
  },
});

/** Takes an invitation back. Safe to repeat. @throws not_found */
export const revokeInvitation = command({
  name: 'workspaces.revoke-invitation',
  summary: 'Take an invitation back.',
  scope: 'workspace',
  input: z.object({ id: z.uuid() }),
  output: z.object({}),
  permission: 'members.invite',
  rate: { burst: 60, periodS: 60 },
  audit: ({ id }) => ({ kind: 'invitation', object: id }),
  run: async ({ db, actor }, { id }) => {
    const revoked = await db
      .update(invitations)
      .set({ revokedAt: new Date() })
      .where(and(eq(invitations.workspaceId, actor.workspaceId), eq(invitations.id, id)))
      .returning({ id: invitations.id });
    if (!revoked[0]) throw notFound('This invitation');
    return {};
  },
});
