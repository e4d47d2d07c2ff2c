/** Everybody who may try, in falling order of standing. `outsider` is a member of another workspace, `anon` is signed out. */
export const PERSONAS = ['owner', 'admin', 'lead', 'member', 'client', 'guest', 'outsider', 'anon'] as const;
export type Persona = (typeof PERSONAS)[number];

const NOBODY: Persona[] = [];
const ADMINS: Persona[] = ['owner', 'admin'];
const LEADS: Persona[] = [...ADMINS, 'lead'];
const INSIDERS: Persona[] = [...LEADS, 'member'];
const INSIDE: Persona[] = [...INSIDERS, 'client', 'guest'];
const SIGNED_IN: Persona[] = [...INSIDE, 'outsider'];

/**
 * One existing row and who may do what to it. Statements run as the persona, with these names in them:
 * `:workspace`; `:me` (own membership), `:my_user`; `:bystander` (another member), `:bystander_user`; `:general` (public
 * channel, all insiders in it); `:shared` (private channel with everybody of the workspace in it); `:closed` (private
 * channel of the bystander alone); `:direct` (of bystander and owner); `:message`, `:closed_message` (the bystander's).
 */
export type RowCase = {
  table: string;
  row: string;
  where: string;
  select: Persona[];
  /** The change tried; who may make it. */
  update: [set: string, by: Persona[]];
  delete: Persona[];
};

export const ROWS: RowCase[] = [
  { table: 'profiles', row: 'own', where: 'id = :my_user', select: SIGNED_IN, update: [`name = 'X'`, SIGNED_IN], delete: NOBODY },
  { table: 'profiles', row: `another person's`, where: 'id = :bystander_user', select: NOBODY, update: [`name = 'X'`, NOBODY], delete: NOBODY },
  { table: 'permissions', row: 'any', where: `key = 'messages.post'`, select: SIGNED_IN, update: [`description = 'X'`, NOBODY], delete: NOBODY },
  { table: 'features', row: 'any', where: `key = 'chat'`, select: SIGNED_IN, update: [`description = 'X'`, NOBODY], delete: NOBODY },
  { table: 'workspaces', row: 'the workspace', where: 'id = :workspace', select: INSIDE, update: [`name = 'X'`, ADMINS], delete: NOBODY },
  { table: 'workspaces', row: 'its epoch', where: 'id = :workspace', select: INSIDE, update: ['epoch = 99', NOBODY], delete: NOBODY },
  { table: 'workspace_features', row: 'chat', where: 'workspace_id = :workspace', select: INSIDE, update: ['is_enabled = false', ADMINS], delete: NOBODY },
  { table: 'roles', row: 'built-in', where: `workspace_id = :workspace and key = 'member'`, select: INSIDE, update: ['rank = 100', NOBODY], delete: NOBODY },
  { table: 'role_permissions', row: `a member's`, where: `workspace_id = :workspace and permission = 'messages.post'`, select: INSIDERS, update: [`permission = 'audit.read'`, NOBODY], delete: NOBODY },
  { table: 'memberships', row: 'own', where: 'workspace_id = :workspace and id = :me', select: INSIDE, update: [`title = 'X'`, INSIDE], delete: NOBODY },
  { table: 'memberships', row: 'own role', where: 'workspace_id = :workspace and id = :me', select: INSIDE, update: [`status = 'active'`, NOBODY], delete: NOBODY },
  { table: 'memberships', row: 'of somebody one talks with', where: 'workspace_id = :workspace and id = :bystander', select: INSIDE, update: [`title = 'X'`, NOBODY], delete: NOBODY },
  { table: 'memberships', row: 'of somebody one does not talk with', where: 'workspace_id = :workspace and id = :stranger', select: INSIDERS, update: [`title = 'X'`, NOBODY], delete: NOBODY },
  { table: 'invitations', row: 'an open one', where: 'workspace_id = :workspace', select: LEADS, update: ['revoked_at = now()', LEADS], delete: NOBODY },
  { table: 'audit_log', row: 'any', where: 'workspace_id = :workspace', select: ADMINS, update: [`action = 'X'`, NOBODY], delete: NOBODY },
  { table: 'conversations', row: 'a public channel', where: 'workspace_id = :workspace and id = :general', select: INSIDERS, update: [`topic = 'X'`, LEADS], delete: NOBODY },
  { table: 'conversations', row: 'a private channel one is in', where: 'workspace_id = :workspace and id = :shared', select: INSIDE, update: [`topic = 'X'`, LEADS], delete: NOBODY },
  { table: 'conversations', row: 'a private channel one is not in', where: 'workspace_id = :workspace and id = :closed', select: NOBODY, update: [`topic = 'X'`, NOBODY], delete: NOBODY },
  { table: 'conversations', row: 'a direct message of others', where: 'workspace_id = :workspace and id = :direct', select: ['owner'], update: [`topic = 'X'`, NOBODY], delete: NOBODY },
  { table: 'conversations', row: 'its numbers', where: 'workspace_id = :workspace and id = :shared', select: INSIDE, update: ['seq = 99', NOBODY], delete: NOBODY },
  { table: 'conversation_members', row: 'own', where: 'conversation_id = :shared and member_id = :me', select: INSIDE, update: ['last_read_seq = 0', INSIDE], delete: INSIDE },
  { table: 'conversation_members', row: 'own, made another', where: 'conversation_id = :shared and member_id = :me', select: INSIDE, update: ['member_id = :bystander', NOBODY], delete: INSIDE },
  { table: 'conversation_members', row: `another's`, where: 'conversation_id = :shared and member_id = :bystander', select: INSIDE, update: ['last_read_seq = 0', NOBODY], delete: LEADS },
  { table: 'conversation_members', row: 'of a channel one is not in', where: 'conversation_id = :closed', select: NOBODY, update: ['last_read_seq = 0', NOBODY], delete: NOBODY },
  { table: 'conversation_members', row: 'of a direct message', where: 'conversation_id = :direct and member_id = :me', select: ['owner'], update: ['last_read_seq = 0', ['owner']], delete: NOBODY },
  { table: 'messages', row: 'own', where: 'workspace_id = :workspace and author_id = :me', select: INSIDE, update: [`body = 'X'`, INSIDE], delete: NOBODY },
  { table: 'messages', row: `another's`, where: 'workspace_id = :workspace and id = :message', select: INSIDE, update: [`body = 'X'`, NOBODY], delete: NOBODY },
  { table: 'messages', row: `another's, deleted softly`, where: 'workspace_id = :workspace and id = :message', select: INSIDE, update: ['deleted_at = now()', ADMINS], delete: NOBODY },
  { table: 'messages', row: 'the numbers', where: 'workspace_id = :workspace and author_id = :me', select: INSIDE, update: ['seq = 99', NOBODY], delete: NOBODY },
  { table: 'messages', row: 'where one is not', where: 'workspace_id = :workspace and id = :closed_message', select: NOBODY, update: ['deleted_at = now()', NOBODY], delete: NOBODY },
  { table: 'message_revisions', row: 'of a message one reads', where: 'conversation_id = :shared', select: INSIDE, update: [`body = 'X'`, NOBODY], delete: NOBODY },
  { table: 'message_revisions', row: 'where one is not', where: 'conversation_id = :closed', select: NOBODY, update: [`body = 'X'`, NOBODY], delete: NOBODY },
  { table: 'reactions', row: 'own', where: 'conversation_id = :shared and member_id = :me', select: INSIDE, update: [`emoji = '🙂'`, NOBODY], delete: INSIDE },
  { table: 'reactions', row: `another's`, where: 'conversation_id = :shared and member_id = :bystander', select: INSIDE, update: [`emoji = '🙂'`, NOBODY], delete: NOBODY },
  { table: 'reactions', row: 'where one is not', where: 'conversation_id = :closed', select: NOBODY, update: [`emoji = '🙂'`, NOBODY], delete: NOBODY },
  { table: 'mentions', row: 'own', where: 'conversation_id = :shared and member_id = :me', select: INSIDE, update: ['seq = 0', NOBODY], delete: NOBODY },
  { table: 'mentions', row: `another's`, where: 'conversation_id = :shared and member_id = :stranger', select: NOBODY, update: ['seq = 0', NOBODY], delete: NOBODY },
  { table: 'private.rate_limits', row: 'any', where: 'true', select: NOBODY, update: ['arrival_at = now()', NOBODY], delete: NOBODY },
];

/** A row that somebody tries to put in, and who may. `:new` is a fresh id. */
export type InsertCase = { table: string; row: string; columns: string; values: string; by: Persona[] };

export const INSERTS: InsertCase[] = [
  { table: 'profiles', row: 'a second self', columns: 'id', values: ':new', by: NOBODY },
  { table: 'permissions', row: 'a permission', columns: 'key, description', values: `'x.y', 'x'`, by: NOBODY },
  { table: 'features', row: 'a feature', columns: 'key, description, is_default', values: `'x', 'x', true`, by: NOBODY },
  { table: 'workspaces', row: 'a workspace', columns: 'id, slug, name', values: `:new, 'fresh', 'Fresh'`, by: SIGNED_IN },
  { table: 'workspaces', row: 'a workspace in another name', columns: 'id, slug, name, created_by', values: `:new, 'fresh', 'Fresh', :bystander_user`, by: NOBODY },
  { table: 'workspace_features', row: 'a feature', columns: 'workspace_id, feature, is_enabled', values: `:workspace, 'chat', true`, by: NOBODY },
  { table: 'roles', row: 'a role', columns: 'workspace_id, key, name, rank, is_insider', values: `:workspace, 'x', 'X', 100, true`, by: NOBODY },
  { table: 'role_permissions', row: 'a permission', columns: 'workspace_id, role_id, permission', values: `:workspace, :guest_role, 'audit.read'`, by: NOBODY },
  { table: 'memberships', row: 'a membership', columns: 'workspace_id, user_id, role_id, name', values: `:workspace, :my_user, :guest_role, 'X'`, by: NOBODY },
  { table: 'invitations', row: 'a link', columns: 'workspace_id, id, role_id, token_hash, invited_by, expires_at', values: `:workspace, :new, :guest_role, sha256('x'), :me, now() + interval '1 day'`, by: LEADS },
  { table: 'invitations', row: 'a link above oneself', columns: 'workspace_id, id, role_id, token_hash, invited_by, expires_at', values: `:workspace, :new, :owner_role, sha256('x'), :me, now() + interval '1 day'`, by: NOBODY },
  { table: 'invitations', row: 'a link in another name', columns: 'workspace_id, id, role_id, token_hash, invited_by, expires_at', values: `:workspace, :new, :guest_role, sha256('x'), :bystander, now() + interval '1 day'`, by: NOBODY },
  { table: 'audit_log', row: 'an entry', columns: 'workspace_id, action, object_kind', values: `:workspace, 'x', 'x'`, by: NOBODY },
  { table: 'conversations', row: 'a channel', columns: 'workspace_id, id, kind, name, created_by', values: `:workspace, :new, 'private', 'fresh', :me`, by: INSIDERS },
  { table: 'conversations', row: 'a channel in another name', columns: 'workspace_id, id, kind, name, created_by', values: `:workspace, :new, 'private', 'fresh', :bystander`, by: NOBODY },
  { table: 'conversations', row: 'a direct message', columns: 'workspace_id, id, kind, created_by', values: `:workspace, :new, 'direct', :me`, by: NOBODY },
  { table: 'conversation_members', row: 'oneself into a public channel', columns: 'workspace_id, conversation_id, member_id', values: ':workspace, :open, :me', by: INSIDERS },
  { table: 'conversation_members', row: 'oneself into a private channel', columns: 'workspace_id, conversation_id, member_id', values: ':workspace, :closed, :me', by: NOBODY },
  { table: 'conversation_members', row: 'oneself into a direct message', columns: 'workspace_id, conversation_id, member_id', values: ':workspace, :direct, :me', by: NOBODY },
  { table: 'conversation_members', row: 'another into a channel one is in', columns: 'workspace_id, conversation_id, member_id', values: ':workspace, :shared, :stranger', by: INSIDERS },
  { table: 'conversation_members', row: 'another into a channel one is not in', columns: 'workspace_id, conversation_id, member_id', values: ':workspace, :closed, :stranger', by: NOBODY },
  { table: 'messages', row: 'a message', columns: 'workspace_id, id, conversation_id, author_id, body', values: `:workspace, :new, :shared, :me, 'x'`, by: INSIDE },
  { table: 'messages', row: 'a message in another name', columns: 'workspace_id, id, conversation_id, author_id, body', values: `:workspace, :new, :shared, :bystander, 'x'`, by: NOBODY },
  { table: 'messages', row: 'a message where one is not', columns: 'workspace_id, id, conversation_id, author_id, body', values: `:workspace, :new, :closed, :me, 'x'`, by: NOBODY },
  { table: 'messages', row: 'a number of choice', columns: 'workspace_id, id, conversation_id, author_id, body, seq', values: `:workspace, :new, :shared, :me, 'x', 1`, by: NOBODY },
  { table: 'message_revisions', row: 'a revision', columns: 'workspace_id, conversation_id, message_id, version, body', values: `:workspace, :shared, :message, 1, 'x'`, by: NOBODY },
  { table: 'reactions', row: 'a reaction', columns: 'workspace_id, conversation_id, message_id, member_id, emoji', values: `:workspace, :shared, :message, :me, '🚀'`, by: INSIDE },
  { table: 'reactions', row: 'a reaction in another name', columns: 'workspace_id, conversation_id, message_id, member_id, emoji', values: `:workspace, :shared, :message, :stranger, '🚀'`, by: NOBODY },
  { table: 'reactions', row: 'a reaction where one is not', columns: 'workspace_id, conversation_id, message_id, member_id, emoji', values: `:workspace, :closed, :closed_message, :me, '🚀'`, by: NOBODY },
  { table: 'mentions', row: 'a mention', columns: 'workspace_id, conversation_id, message_id, member_id, seq', values: ':workspace, :shared, :message, :me, 1', by: NOBODY },
  { table: 'private.rate_limits', row: 'a counter', columns: 'key, arrival_at', values: `'x', now()`, by: NOBODY },
];
