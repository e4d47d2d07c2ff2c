'use client';

import { Circle, CircleCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

import type { Checklist } from '@/lib/workspaces/schemas';

import { cn } from '../ui/cn';
import { IconButton } from '../ui/icon-button';
import { toast } from '../ui/toast';
import { peopleHref, settingsHref } from './addresses';
import { callApi } from './api';
import { setChatDialog } from './chat-dialogs';
import { useFrame } from './chat-providers';

const row =
  'flex min-h-row w-full items-center gap-2.5 rounded-md px-2 py-1 text-left pointer-coarse:min-h-11';

/** A newcomer's first steps; nothing once they are done or put away. */
export function ChecklistCard({ onHello, className }: { onHello?: () => void; className?: string }) {
  const t = useTranslations('chat.checklist');
  const { id: workspaceId, slug, me } = useFrame();
  const [checklist, setChecklist] = useState<Checklist | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    const load = async () => {
      const answer = await callApi<Checklist>('GET', '/organizations/current/checklist', {
        workspaceId,
        signal: controller.signal,
      });
      // Without an answer there is no card: it is a help, not a need.
      if (answer.ok && !controller.signal.aborted) setChecklist(answer.value);
    };
    void load();
    return () => controller.abort();
  }, [workspaceId]);

  if (checklist === null || checklist.isHidden) return null;
  const hide = async () => {
    const before = checklist;
    setChecklist({ ...before, isHidden: true });
    const answer = await callApi('PATCH', '/users/me', { workspaceId, body: { isChecklistHidden: true } });
    if (answer.ok) return;
    setChecklist(before);
    toast.error(t('hideFailed'));
  };

  const may = (permission: string) => me.permissions.includes(permission);
  const steps: {
    key: 'hello' | 'invite' | 'channel' | 'profile';
    isDone: boolean;
    href?: string;
    run?: () => void;
  }[] = [
    { key: 'hello', isDone: checklist.hasPosted, ...(onHello === undefined ? {} : { run: onHello }) },
    ...(may('members.invite')
      ? [{ key: 'invite' as const, isDone: checklist.hasInvited, href: peopleHref(slug) }]
      : []),
    ...(may('channels.create')
      ? [
          {
            key: 'channel' as const,
            isDone: checklist.hasChannel,
            run: () => setChatDialog({ kind: 'create-channel' }),
          },
        ]
      : []),
    { key: 'profile', isDone: checklist.hasTitle, href: settingsHref(slug) },
  ];
  const done = steps.filter(({ isDone }) => isDone).length;
  if (done === steps.length) return null;

  return (
    <section
      aria-label={t('title')}
      className={cn('border-line bg-raised w-full max-w-sm rounded-xl border p-3', className)}
    >
      <div className="mb-1 flex items-center gap-2 pl-2">
        <h3 className="font-semibold">{t('title')}</h3>
        <span className="text-soft grow text-sm">{t('progress', { done, total: steps.length })}</span>
        <IconButton
          label={t('hide')}
          size="sm"
          className="pointer-coarse:size-11"
          onClick={() => void hide()}
        >
          <X />
        </IconButton>
      </div>
      <ul>
        {steps.map((step) => (
          <li key={step.key}>
            <Step href={step.href} run={step.run} isDone={step.isDone}>
              {step.isDone ? (
                <CircleCheck className="text-green-ink size-[18px]" />
              ) : (
                <Circle className="text-soft size-[18px]" />
              )}
              <span className={step.isDone ? 'text-soft line-through' : 'font-medium'}>{t(step.key)}</span>
              {step.isDone ? <span className="sr-only">{t('done')}</span> : null}
            </Step>
          </li>
        ))}
      </ul>
    </section>
  );
}

type StepProps = {
  href: string | undefined;
  run: (() => void) | undefined;
  isDone: boolean;
  children: ReactNode;
};

function Step({ href, run, isDone, children }: StepProps) {
  if (isDone || (href === undefined && run === undefined)) return <div className={row}>{children}</div>;
  if (href !== undefined) {
    return (
      <Link href={href} className={cn(row, 'hover:bg-hover')}>
        {children}
      </Link>
    );
  }
  return (
    <button type="button" onClick={run} className={cn(row, 'hover:bg-hover')}>
      {children}
    </button>
  );
}
