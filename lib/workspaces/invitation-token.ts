import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as 43 characters for a link. */
export const newInvitationToken = (): string => randomBytes(32).toString('base64url');

/** What is stored: SHA-256, bound to its purpose so that no other kind of token opens a workspace. */
export const hashInvitationToken = (token: string): Buffer =>
  createHash('sha256').update(`parley:workspace-invitation:${token}`).digest();
