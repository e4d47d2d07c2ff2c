import { describe, expect, it } from 'vitest';

import { invitationState } from './invitation-state';

const link = {
  workspaceName: 'Acme',
  inviter: 'Ada',
  roleName: 'Member',
  email: null,
  state: 'open',
} as const;
const personal = { ...link, email: 'bo@x.org' };
const bo = { email: 'Bo@x.org', slug: null };

describe('the page of an invitation', () => {
  it('offers to join to everybody who may', () => {
    expect(invitationState(link, null)).toBe('open');
    expect(invitationState(link, bo)).toBe('open');
    expect(invitationState(personal, null)).toBe('open');
    expect(invitationState(personal, bo)).toBe('open');
  });

  it('tells who signed in with another address than it was sent to', () => {
    expect(invitationState(personal, { email: 'eve@x.org', slug: null })).toBe('other');
  });

  it('leads in who is in already, also when it is over', () => {
    expect(invitationState({ ...personal, state: 'used' }, { ...bo, slug: 'acme' })).toBe('already');
  });

  it('says why it is over, before whom it was for', () => {
    expect(invitationState({ ...personal, state: 'expired' }, { email: 'eve@x.org', slug: null })).toBe(
      'expired',
    );
    expect(invitationState({ ...link, state: 'revoked' }, null)).toBe('revoked');
  });

  it('knows nothing of a token that is none', () => {
    expect(invitationState(null, bo)).toBe('unknown');
  });
});
