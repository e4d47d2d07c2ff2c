import { Settings } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { MainPane } from '@/components/shell/main-pane';
import { TopBar } from '@/components/shell/top-bar';
import { AreaTabs } from '@/components/workspaces/area-nav';
import { FeatureSwitches } from '@/components/workspaces/settings/feature-switches';
import { LeaveButton } from '@/components/workspaces/settings/leave-button';
import { MeForm } from '@/components/workspaces/settings/me-form';
import { ReadingSwitch } from '@/components/workspaces/settings/reading-switch';
import { SettingsSection } from '@/components/workspaces/settings/settings-section';
import { WorkspaceForm } from '@/components/workspaces/settings/workspace-form';
import { runQuery } from '@/lib/core/action';
import { env } from '@/lib/core/env';
import { listRoles } from '@/lib/workspaces/queries';

import { openWorkspace } from '../../open-workspace';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('title') };
}

/** What one may change here: for everybody their own place, for those who may the workspace. */
export default async function SettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const frame = await openWorkspace(workspace);
  const [{ roles }, t] = await Promise.all([runQuery(listRoles, {}, workspace), getTranslations('settings')]);
  const mayManage = frame.me.permissions.includes('workspace.manage');
  const words = { workspace: frame.name };
  const summary = { id: frame.id, slug: frame.slug, name: frame.name };
  const roleName = roles.find(({ key }) => key === frame.me.role)?.name ?? frame.me.role;
  return (
    <MainPane scroll bar={<TopBar title={t('title')} icon={<Settings />} back={`/w/${workspace}`} />}>
      <AreaTabs frame={frame} />
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-8 px-5 py-6 md:py-8">
        <SettingsSection title={t('general.you')} hint={t('general.youHint', words)}>
          <MeForm frame={frame} roleName={roleName} />
        </SettingsSection>
        <SettingsSection title={t('reading.title')} hint={t('reading.about')}>
          <ReadingSwitch sharesReading={frame.me.sharesReading} />
        </SettingsSection>
        {mayManage ? (
          <>
            <SettingsSection title={t('general.workspace')} hint={t('general.workspaceHint')}>
              <WorkspaceForm
                key={frame.slug}
                workspace={summary}
                prefix={`${new URL(env().APP_URL).host}/w/`}
              />
            </SettingsSection>
            <SettingsSection title={t('general.features')} hint={t('general.featuresHint')}>
              <FeatureSwitches workspaceId={frame.id} features={frame.features} />
            </SettingsSection>
          </>
        ) : null}
        <SettingsSection title={t('general.leave')} hint={t('general.leaveHint', words)}>
          <LeaveButton workspace={summary} />
        </SettingsSection>
      </div>
    </MainPane>
  );
}
