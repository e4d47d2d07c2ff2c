'use client';

import { Ellipsis, UserCheck, UserMinus, UserX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { Member, Role, WorkspaceFrame } from '@/lib/workspaces/schemas';

import { ConfirmDialog } from '../../ui/confirm-dialog';
import { IconButton } from '../../ui/icon-button';
import { Menu, MenuItem, MenuLine, MenuRadioGroup } from '../../ui/menu';
import { grantableRoles } from './member-filter';
import type { ManageMember } from './use-managed-members';

type MemberMenuProps = {
  frame: WorkspaceFrame;
  member: Member;
  roles: readonly Role[];
  myRank: number;
  manage: ManageMember;
};

/** Role and access of a member, for those who may change them. Removing asks first; the rest can be undone. */
export function MemberMenu({ frame, member, roles, myRank, manage }: MemberMenuProps) {
  const t = useTranslations('people');
  const [isRemoving, setRemoving] = useState(false);
  const { name, status } = member;
  const change = (what: Parameters<ManageMember>[1]) => void manage(member, what);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t('directory.manage', { name })} className="pointer-coarse:size-9">
            <Ellipsis />
          </IconButton>
        }
      >
        {status === 'removed' ? null : (
          <>
            <MenuRadioGroup
              label={t('member.role')}
              value={member.role}
              onValueChange={(role) => change({ role })}
              options={grantableRoles(roles, myRank).map(({ key, name: label }) => ({ value: key, label }))}
            />
            <MenuLine />
          </>
        )}
        {status === 'active' ? (
          <MenuItem icon={<UserX />} onClick={() => change({ status: 'suspended' })}>
            {t('member.suspend')}
          </MenuItem>
        ) : (
          <MenuItem icon={<UserCheck />} onClick={() => change({ status: 'active' })}>
            {t(status === 'suspended' ? 'member.reinstate' : 'member.bringBack')}
          </MenuItem>
        )}
        {status === 'removed' ? null : (
          <MenuItem icon={<UserMinus />} danger onClick={() => setRemoving(true)}>
            {t('member.remove')}
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setRemoving}
        title={t('member.removeTitle', { name, workspace: frame.name })}
        description={t('member.removeText', { name, workspace: frame.name })}
        confirmLabel={t('member.removeConfirm', { name })}
        onConfirm={() => manage(member, { status: 'removed' })}
      />
    </>
  );
}
