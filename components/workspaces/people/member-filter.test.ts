import { describe, expect, it } from 'vitest';

import type { Member } from '@/lib/workspaces/schemas';

import { filledGroups, findMembers, grantableRoles, mayManage } from './member-filter';

const member = (name: string, more: Partial<Member> = {}): Member => ({
  id: name,
  name,
  title: '',
  role: 'member',
  isInsider: true,
  status: 'active',
  avatarId: null,
  ...more,
});
const people = [
  member('Ada Okafor', { title: 'Event lead', role: 'owner' }),
  member('Bjørn Ångström', { status: 'suspended' }),
  member('Cy', { status: 'removed' }),
];
const roleNames = new Map([
  ['owner', 'Owner'],
  ['member', 'Member'],
]);
const role = (key: string, rank: number) => ({ key, name: key, rank, isInsider: true });
const found = (query: string, group: 'here' | 'active' | 'suspended' | 'removed' = 'here') =>
  findMembers(people, { group, query, roleNames }).map(({ name }) => name);

describe('the directory', () => {
  it('shows who is here, suspended or not, and apart from them who has left', () => {
    expect(found('')).toEqual(['Ada Okafor', 'Bjørn Ångström']);
    expect(found('', 'active')).toEqual(['Ada Okafor']);
    expect(found('', 'suspended')).toEqual(['Bjørn Ångström']);
    expect(found('', 'removed')).toEqual(['Cy']);
  });

  it('finds by parts of name, title and role, in any order, whatever the accents', () => {
    expect(found('oka ADA')).toEqual(['Ada Okafor']);
    expect(found('event')).toEqual(['Ada Okafor']);
    expect(found('owner')).toEqual(['Ada Okafor']);
    expect(found('angstrom')).toEqual(['Bjørn Ångström']);
    expect(found('ada angstrom')).toEqual([]);
  });

  it('offers only groups that have somebody', () => {
    expect(filledGroups(people)).toEqual(['here', 'active', 'suspended', 'removed']);
    expect(filledGroups([member('Ada')])).toEqual(['here']);
    expect(filledGroups([member('Ada'), member('Cy', { status: 'removed' })])).toEqual(['here', 'removed']);
  });
});

describe('managing members', () => {
  it('reaches those below one’s own role, owners everybody, nobody oneself', () => {
    expect(mayManage({ id: 'a', rank: 80 }, { id: 'b', rank: 40 })).toBe(true);
    expect(mayManage({ id: 'a', rank: 80 }, { id: 'b', rank: 80 })).toBe(false);
    expect(mayManage({ id: 'a', rank: 100 }, { id: 'b', rank: 100 })).toBe(true);
    expect(mayManage({ id: 'a', rank: 100 }, { id: 'a', rank: 100 })).toBe(false);
  });

  it('gives no role above one’s own', () => {
    const roles = [role('owner', 100), role('admin', 80), role('member', 40)];
    expect(grantableRoles(roles, 80).map(({ key }) => key)).toEqual(['admin', 'member']);
  });
});
