import { ChevronRight } from 'lucide-react';
import Link from 'next/link';

import type { WorkspaceSummary } from '@/lib/workspaces/schemas';

import { Avatar } from '../ui/avatar';

/** One's workspaces, to go to one of them. */
export function WorkspaceList({ workspaces }: { workspaces: readonly WorkspaceSummary[] }) {
  return (
    <ul className="-mx-2 flex flex-col gap-0.5">
      {workspaces.map(({ id, slug, name }) => (
        <li key={id}>
          <Link
            href={`/w/${slug}`}
            className="hover:bg-hover-raised flex items-center gap-3 rounded-lg px-2 py-2 transition-colors"
          >
            <Avatar name={name} seed={id} />
            <span className="min-w-0 grow">
              <span className="block truncate font-medium">{name}</span>
              <span className="text-soft block truncate text-sm">{slug}</span>
            </span>
            <ChevronRight className="text-soft size-4 shrink-0" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
