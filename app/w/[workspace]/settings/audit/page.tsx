import { ScrollText } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';

import { MainPane } from '@/components/shell/main-pane';
import { TopBar } from '@/components/shell/top-bar';
import { buttonClass } from '@/components/ui/button';
import { AreaTabs } from '@/components/workspaces/area-nav';
import { writeDetail } from '@/components/workspaces/settings/audit-row';
import { AuditTable } from '@/components/workspaces/settings/audit-table';
import { runQuery } from '@/lib/core/action';
import { listAuditNames } from '@/lib/workspaces/list-audit-names';
import { listAudit } from '@/lib/workspaces/queries';

import { openWorkspace } from '../../../open-workspace';

const PAGE_SIZE = 50;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings.audit');
  return { title: t('title') };
}

type AuditPageProps = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The audit log, newest first; `?before=<id>` is an older page. */
export default async function AuditPage({ params, searchParams }: AuditPageProps) {
  const [{ workspace }, query] = await Promise.all([params, searchParams]);
  const here = `/w/${workspace}/settings/audit`;
  const frame = await openWorkspace(workspace, 'audit.read');
  const before = readBefore(query['before']);
  const [{ entries }, { people }, t] = await Promise.all([
    runQuery(listAudit, { before, limit: PAGE_SIZE }, workspace),
    runQuery(listAuditNames, {}, workspace),
    getTranslations('settings.audit'),
  ]);
  const byUser = new Map(people.map(({ userId, name }) => [userId, name]));
  const byMember = new Map(people.map(({ memberId, name }) => [memberId, name]));
  const rows = entries.map(({ id, at, actorId, action, objectKind, objectId, detail, address }) => ({
    id,
    at,
    who: actorId === null ? null : (byUser.get(actorId) ?? t('someone')),
    action,
    object: `${objectKind} ${byMember.get(objectId) ?? objectId}`.trim(),
    detail: writeDetail(detail, byMember),
    address,
  }));
  const last = entries.at(-1);
  return (
    <MainPane
      scroll
      bar={
        <TopBar
          title={t('title')}
          icon={<ScrollText />}
          detail={t('detail')}
          back={`/w/${workspace}/settings`}
        />
      }
    >
      <AreaTabs frame={frame} />
      <AuditTable rows={rows} />
      <nav aria-label={t('pages')} className="flex gap-2 px-3 py-4 empty:hidden md:px-5">
        {before === undefined ? null : (
          <Link href={here} className={buttonClass()}>
            {t('newest')}
          </Link>
        )}
        {last && entries.length === PAGE_SIZE ? (
          <Link href={`${here}?before=${last.id}`} className={buttonClass()}>
            {t('older')}
          </Link>
        ) : null}
      </nav>
    </MainPane>
  );
}

/** An entry's id from the address; anything else is the newest page. */
function readBefore(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
