'use client';

import { MessageSquare } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';

import type { Member, WorkspaceFrame } from '@/lib/workspaces/schemas';

import { IconButton } from '../../ui/icon-button';
import { Spinner } from '../../ui/spinner';
import { toast } from '../../ui/toast';
import { openDirect } from './open-direct';

/** Opens the direct message with somebody. */
export function MessageButton({ frame, member }: { frame: WorkspaceFrame; member: Member }) {
  const t = useTranslations('people.directory');
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const open = async () => {
    setPending(true);
    const href = await openDirect(frame, member.id);
    setPending(false);
    if (href === null) toast.error(t('directFailed'));
    else router.push(href);
  };
  return (
    <IconButton
      label={t('message', { name: member.name })}
      className="pointer-coarse:size-9"
      disabled={pending}
      onClick={() => void open()}
    >
      {pending ? <Spinner /> : <MessageSquare />}
    </IconButton>
  );
}
