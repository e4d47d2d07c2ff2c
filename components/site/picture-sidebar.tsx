import { Hash, Lock, Megaphone, Search, SquarePen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Avatar } from '@/components/ui/avatar';
import type { Presence } from '@/components/ui/avatar';
import { cn } from '@/components/ui/cn';
import { Kbd } from '@/components/ui/kbd';

type RowProps = { icon: ReactNode; children: ReactNode; state?: 'current' | 'unread'; count?: number };

function Row({ icon, children, state, count }: RowProps) {
  return (
    <div
      className={cn(
        'flex h-row items-center gap-2.5 rounded-md px-2 text-soft [&>.lucide]:size-4',
        state === 'current' && 'bg-tint font-semibold text-tint-ink',
        state === 'unread' && 'font-semibold text-ink',
      )}
    >
      {icon}
      <span className="grow truncate">{children}</span>
      {count === undefined ? null : (
        <span className="bg-accent text-2xs text-on-accent grid size-[18px] place-items-center rounded-full font-semibold">
          {count}
        </span>
      )}
    </div>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return <div className="text-soft px-2 pt-3 pb-1 text-sm font-medium">{children}</div>;
}

function Person({ name, presence }: { name: string; presence: Presence }) {
  return <Avatar name={name} size="xs" presence={presence} ring="ring-panel" />;
}

/** The sidebar of the product picture. */
export function PictureSidebar() {
  const t = useTranslations('site.picture');
  return (
    <div className="border-line bg-panel hidden w-60 shrink-0 flex-col border-r px-2 md:flex">
      <div className="h-bar flex items-center justify-between px-2">
        <span className="text-md font-semibold">{t('workspace')}</span>
        <SquarePen className="size-4" />
      </div>
      <div className="border-line bg-raised text-soft flex h-8 items-center gap-2 rounded border px-2.5">
        <Search className="size-4" />
        <span className="grow">{t('find')}</span>
        <Kbd keys="mod+k" />
      </div>
      <Heading>{t('pinned')}</Heading>
      <Row icon={<Hash />} state="current">
        spring-conference
      </Row>
      <Row icon={<Megaphone />}>announcements</Row>
      <Heading>{t('channels')}</Heading>
      <Row icon={<Lock />} state="unread" count={3}>
        design
      </Row>
      <Row icon={<Hash />}>speakers</Row>
      <Row icon={<Hash />}>venue-berlin</Row>
      <Heading>{t('direct')}</Heading>
      <Row icon={<Person name="Ada Okafor" presence="online" />} state="unread" count={2}>
        Ada Okafor
      </Row>
      <Row icon={<Person name="Bo Lindqvist" presence="away" />}>Bo Lindqvist</Row>
      <Row icon={<Person name="Mei Tanaka" presence="online" />}>Mei Tanaka</Row>
    </div>
  );
}
