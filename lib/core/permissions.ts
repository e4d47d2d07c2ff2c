/** The permissions that roles are made of; the table `permissions` holds the same, a test compares them. */
export const PERMISSIONS = [
  'workspace.manage',
  'members.invite',
  'members.manage',
  'audit.read',
  'channels.create',
  'channels.manage',
  'conversations.direct',
  'messages.post',
  'messages.moderate',
  'calls.start',
] as const;

export type Permission = (typeof PERMISSIONS)[number];
