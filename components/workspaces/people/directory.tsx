'use client';

import { Search, SearchX, UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useDeferredValue, useMemo, useState } from 'react';
import { Virtualizer } from 'virtua';

import type { Member, Role, WorkspaceFrame } from '@/lib/workspaces/schemas';

import { Button, buttonClass } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Input } from '../../ui/input';
import { Select } from '../../ui/select';
import { filledGroups, findMembers, type MemberGroup } from './member-filter';
import { MemberRow } from './member-row';
import { useManagedMembers } from './use-managed-members';

const ROW_PX = 56;
/** How many rows the server draws: a tall screen's worth. */
const FIRST_ROWS = 30;

type DirectoryProps = {
  frame: WorkspaceFrame;
  members: readonly Member[];
  roles: readonly Role[];
  /** Where to invite; for those who may. */
  inviteHref: string | null;
};

/** The people of the workspace: search, write to them and, for those who may, their roles and access. */
export function Directory({ frame, members: saved, roles, inviteHref }: DirectoryProps) {
  const t = useTranslations('people.directory');
  const [group, setGroup] = useState<MemberGroup>('here');
  const [query, setQuery] = useState('');
  const searched = useDeferredValue(query);
  const { members, manage } = useManagedMembers(frame, saved, roles);
  const roleByKey = useMemo(() => new Map(roles.map((role) => [role.key, role])), [roles]);
  const found = useMemo(() => {
    const roleNames = new Map(roles.map(({ key, name }) => [key, name]));
    return findMembers(members, { group, query: searched, roleNames });
  }, [members, group, searched, roles]);
  const groups = filledGroups(members);
  const isAlone = members.length === 1 && query === '' && inviteHref !== null;
  return (
    <>
      <search className="flex shrink-0 items-center gap-2 px-3 py-3 md:px-5">
        <div className="relative max-w-sm grow">
          <Search className="text-soft pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2" />
          <Input
            type="search"
            aria-label={t('search')}
            placeholder={t('search')}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            className="pl-8"
          />
        </div>
        {groups.length < 2 ? null : (
          <Select
            aria-label={t('show')}
            className="w-32 shrink-0"
            options={groups.map((value) => ({ value, label: t(value) }))}
            value={group}
            onValueChange={setGroup}
          />
        )}
      </search>
      <div className="min-h-0 grow overflow-y-auto overscroll-contain px-1 pb-4 md:px-3">
        {found.length === 0 ? (
          <NobodyFound query={query} onClear={() => setQuery('')} />
        ) : (
          <Virtualizer
            as="ul"
            item="li"
            itemSize={ROW_PX}
            ssrCount={Math.min(FIRST_ROWS, found.length)}
            data={found}
          >
            {(member) => (
              <MemberRow
                key={member.id}
                frame={frame}
                member={member}
                role={roleByKey.get(member.role)}
                roles={roles}
                manage={manage}
              />
            )}
          </Virtualizer>
        )}
        {isAlone ? (
          <EmptyState
            icon={<UserPlus />}
            title={t('alone')}
            action={
              <Link href={inviteHref} className={buttonClass({ variant: 'primary' })}>
                {t('invite')}
              </Link>
            }
          >
            {t('aloneText')}
          </EmptyState>
        ) : null}
      </div>
    </>
  );
}

function NobodyFound({ query, onClear }: { query: string; onClear: () => void }) {
  const t = useTranslations('people.directory');
  if (query === '') return <EmptyState title={t('none')}>{t('noneShown')}</EmptyState>;
  return (
    <EmptyState icon={<SearchX />} title={t('none')} action={<Button onClick={onClear}>{t('clear')}</Button>}>
      {t('noneText', { query })}
    </EmptyState>
  );
}
