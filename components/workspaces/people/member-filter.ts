import type { Member, Role } from '@/lib/workspaces/schemas';

export type MemberGroup = 'here' | 'active' | 'suspended' | 'removed';

const inGroup = (group: MemberGroup, { status }: Member): boolean =>
  group === 'here' ? status !== 'removed' : status === group;

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The members of a group in whose name, title or role every word of the query is found, accents aside. */
export function findMembers(
  members: readonly Member[],
  { group, query, roleNames }: { group: MemberGroup; query: string; roleNames: ReadonlyMap<string, string> },
): Member[] {
  const words = plain(query).split(/\s+/);
  return members.filter((member) => {
    if (!inGroup(group, member)) return false;
    const text = plain(`${member.name} ${member.title} ${roleNames.get(member.role) ?? member.role}`);
    return words.every((word) => text.includes(word));
  });
}

/** The groups that have somebody in them, and always those who are here. */
export function filledGroups(members: readonly Member[]): MemberGroup[] {
  const groups: readonly MemberGroup[] = ['here', 'active', 'suspended', 'removed'];
  const filled = groups.filter(
    (group) => group === 'here' || members.some((member) => inGroup(group, member)),
  );
  // "Active" alone would repeat "here".
  return filled.includes('suspended') ? filled : filled.filter((group) => group !== 'active');
}

/** Whether somebody of this rank may change the role or access of a member (as private.manage_member decides). */
export function mayManage(me: { id: string; rank: number }, member: { id: string; rank: number }): boolean {
  return member.id !== me.id && (member.rank < me.rank || me.rank >= OWNER_RANK);
}

const OWNER_RANK = 100;

/** The roles that somebody of this rank may give: none above their own. */
export function grantableRoles(roles: readonly Role[], myRank: number): Role[] {
  return roles.filter(({ rank }) => rank <= myRank);
}
