'use client';

import { useTranslations } from 'next-intl';

import { fileHref } from '@/lib/files/file-href';
import type { Member, Role, WorkspaceFrame } from '@/lib/workspaces/schemas';

import { useStatusLine } from '../../presence/use-status-line';
import { Avatar } from '../../ui/avatar';
import { Badge } from '../../ui/badge';
import { cn } from '../../ui/cn';
import { mayManage } from './member-filter';
import { MemberMenu } from './member-menu';
import { MessageButton } from './message-button';
import type { ManageMember } from './use-managed-members';

type MemberRowProps = {
  frame: WorkspaceFrame;
  member: Member;
  role: Role | undefined;
  roles: readonly Role[];
  manage: ManageMember;
};

/** One person of the directory: who they are, their role, and what one may do about them. */
export function MemberRow({ frame, member, role, roles, manage }: MemberRowProps) {
  const t = useTranslations('people.directory');
  const { me } = frame;
  const line = useStatusLine(member.status === 'active' ? member.id : null);
  const isMe = member.id === me.id;
  const myRank = roles.find(({ key }) => key === me.role)?.rank ?? 0;
  const mayChange =
    me.permissions.includes('members.manage') &&
    role !== undefined &&
    mayManage({ id: me.id, rank: myRank }, { id: member.id, rank: role.rank });
  const mayWrite =
    !isMe &&
    member.status === 'active' &&
    me.permissions.includes('conversations.direct') &&
    frame.features.includes('chat');
  return (
    <div className="hover:bg-hover/60 flex h-14 items-center gap-3 rounded-lg px-2 transition-colors">
      <Avatar
        name={member.name}
        seed={member.id}
        src={member.avatarId === null ? null : fileHref(frame.id, member.avatarId)}
        presence={member.status === 'active' ? line.state : undefined}
        className={cn(member.status !== 'active' && 'opacity-50 grayscale')}
      />
      <div className="min-w-0 grow">
        <div className="flex items-center gap-1.5">
          <span className="truncate font-medium">{member.name}</span>
          {member.status === 'active' ? <span className="sr-only">{line.presence}</span> : null}
          {isMe ? <span className="text-soft shrink-0 text-sm">({t('you')})</span> : null}
          {member.isInsider ? null : <Badge tone="amber">{t('external')}</Badge>}
          {member.status === 'active' ? null : (
            <Badge tone={member.status === 'suspended' ? 'red' : 'neutral'}>{t(member.status)}</Badge>
          )}
        </div>
        <div className="text-soft truncate text-sm">
          {line.status === '' ? null : `${line.status} · `}
          {member.title}
          {member.title === '' || role === undefined ? null : <span className="sm:hidden"> · </span>}
          <span className={cn(member.title !== '' && 'sm:hidden')}>
            <span className="sm:hidden">{role?.name}</span>
          </span>
        </div>
      </div>
      <span className="text-soft w-28 shrink-0 truncate max-sm:hidden">{role?.name}</span>
      <div className="flex w-[68px] shrink-0 justify-end gap-1">
        {mayWrite ? <MessageButton frame={frame} member={member} /> : null}
        {mayChange ? (
          <MemberMenu frame={frame} member={member} roles={roles} myRank={myRank} manage={manage} />
        ) : null}
      </div>
    </div>
  );
}
