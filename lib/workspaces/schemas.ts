import { z } from 'zod';

/** Address of a workspace: /w/<slug>. */
export const slug = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(48)
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, 'Use letters, digits and hyphens.')
  // A name that looks like an id would be taken for one.
  .refine(
    (text) => !/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text),
    'Take another address.',
  );

export const workspaceName = z.string().trim().min(1, 'Give it a name.').max(80);
export const memberName = z.string().trim().min(1, 'Tell your name.').max(80);

export const roleKey = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** Roles that invitations offer. */
export const INVITABLE_ROLES = ['admin', 'lead', 'member', 'consultant', 'client', 'guest'] as const;

export const member = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string(),
  role: z.string(),
  isInsider: z.boolean(),
  status: z.enum(['active', 'suspended', 'removed']),
  /** Their picture: a file. */
  avatarId: z.uuid().nullable(),
});
export type Member = z.infer<typeof member>;

export const workspaceSummary = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });
export type WorkspaceSummary = z.infer<typeof workspaceSummary>;

/** What the frame needs to know: the workspace, the caller in it, and the topics to listen to at this moment. */
export const workspaceFrame = workspaceSummary.extend({
  me: member.extend({
    userId: z.uuid(),
    email: z.string(),
    sound: z.boolean(),
    /** Whether others see how far one has read, and one sees theirs. */
    sharesReading: z.boolean(),
    permissions: z.array(z.string()),
  }),
  features: z.array(z.string()),
  /** Null for outsiders. */
  workspaceTopic: z.string().nullable(),
  userTopic: z.string(),
  workspaces: z.array(workspaceSummary),
});
export type WorkspaceFrame = z.infer<typeof workspaceFrame>;

export const role = z.object({
  key: z.string(),
  name: z.string(),
  rank: z.number().int(),
  isInsider: z.boolean(),
});
export type Role = z.infer<typeof role>;

export const invitation = z.object({
  id: z.uuid(),
  /** The only address that may accept; null for a link. */
  email: z.string().nullable(),
  role: z.string(),
  invitedBy: z.uuid(),
  expiresAt: z.iso.datetime(),
  maxUses: z.number().int(),
  uses: z.number().int(),
  state: z.enum(['open', 'used', 'expired', 'revoked']),
  createdAt: z.iso.datetime(),
});
export type Invitation = z.infer<typeof invitation>;

export const invitationPreview = z.object({
  workspaceName: z.string(),
  inviter: z.string(),
  roleName: z.string(),
  /** The address it is bound to, if any. */
  email: z.string().nullable(),
  state: z.enum(['open', 'used', 'expired', 'revoked']),
});
export type InvitationPreview = z.infer<typeof invitationPreview>;

export const invitationToken = z.string().regex(/^[\w-]{43}$/, 'This is not an invitation.');

/** What a newcomer's first-run checklist asks. */
export const checklist = z.object({
  isHidden: z.boolean(),
  hasInvited: z.boolean(),
  hasChannel: z.boolean(),
  hasPosted: z.boolean(),
  hasTitle: z.boolean(),
});
export type Checklist = z.infer<typeof checklist>;
