import type { ReactNode } from 'react';

import { WorkspaceArea } from '@/components/workspaces/workspace-area';
import { ClientText } from '@/lib/i18n/client-text';

import { openWorkspace } from '../../open-workspace';

type LayoutProps = { params: Promise<{ workspace: string }>; children: ReactNode };

export default async function PeopleLayout({ params, children }: LayoutProps) {
  const { workspace } = await params;
  const frame = await openWorkspace(workspace);
  return (
    <ClientText namespaces={['people', 'presence']}>
      <WorkspaceArea frame={frame}>{children}</WorkspaceArea>
    </ClientText>
  );
}
