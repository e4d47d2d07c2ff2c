import type { ReactNode } from 'react';

import { WorkspaceArea } from '@/components/workspaces/workspace-area';
import { ClientText } from '@/lib/i18n/client-text';

import { openWorkspace } from '../../open-workspace';

type LayoutProps = { params: Promise<{ workspace: string }>; children: ReactNode };

export default async function SettingsLayout({ params, children }: LayoutProps) {
  const { workspace } = await params;
  const frame = await openWorkspace(workspace);
  return (
    <ClientText namespaces={['people', 'settings']}>
      <WorkspaceArea frame={frame}>{children}</WorkspaceArea>
    </ClientText>
  );
}
