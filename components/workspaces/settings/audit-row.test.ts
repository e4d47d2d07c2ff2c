import { describe, expect, it } from 'vitest';

import { filterAudit, writeDetail } from './audit-row';

const row = { id: 1, at: '2026-11-20T09:00:00Z', who: 'Ada Okafor', action: 'workspaces.change-member' };
const rows = [
  { ...row, object: 'member Bo', detail: 'status: suspended', address: '10.0.0.1' },
  {
    ...row,
    id: 2,
    who: null,
    action: 'memberships.update',
    object: 'memberships',
    detail: '',
    address: null,
  },
];
const found = (query: string) => filterAudit(rows, query).map(({ id }) => id);

describe('the audit log on the page', () => {
  it('is filtered by words of any column, in any order and case', () => {
    expect(found('')).toEqual([1, 2]);
    expect(found('suspended ada')).toEqual([1]);
    expect(found('10.0.0.1')).toEqual([1]);
    expect(found('MEMBERSHIPS')).toEqual([2]);
    expect(found('ada memberships.update')).toEqual([]);
  });

  it('writes what changed so that it can be read', () => {
    const names = new Map([['m1', 'Ada Okafor']]);
    expect(writeDetail({ role: 'admin', maxUses: 5, memberIds: ['m1', 'm2'], isOwn: true }, names)).toBe(
      'role: admin · maxUses: 5 · memberIds: Ada Okafor, m2 · isOwn: true',
    );
    expect(writeDetail({}, names)).toBe('');
  });
});
