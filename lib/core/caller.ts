/** Who is calling: verified claims of an access token. */
export type Person = {
  userId: string;
  sessionId: string;
  email: string;
  aal: 'aal1' | 'aal2';
  isAnonymous: boolean;
  /** The access token that was verified. */
  token: string;
  /** The verified claims, passed to Postgres as they are. */
  claims: Record<string, unknown>;
};

/** Where a call comes from; travels into logs, rate limits and the audit trail. */
export type Origin = {
  requestId: string;
  address: string;
};

/** The caller's standing in the workspace that a call names. */
export type Actor = {
  workspaceId: string;
  memberId: string;
  role: string;
  rank: number;
  isInsider: boolean;
  permissions: readonly string[];
  features: readonly string[];
};
