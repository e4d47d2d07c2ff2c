'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';

import { Kbd } from '../ui/kbd';
import type { CommandGroup, CommandItem, CommandSearch } from './command-types';
import { setOverlay } from './overlays';
import { useCommandSearch } from './use-command-search';

type ViewProps = { groups: readonly CommandGroup[]; search?: CommandSearch };

/** The palette itself; `CommandPalette` loads it. */
export function CommandPaletteView({ groups, search }: ViewProps) {
  const t = useTranslations('shell.palette');
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const found = useCommandSearch(text.trim(), search);

  const choose = (item: CommandItem) => {
    setOverlay(null);
    if (item.href === undefined) item.run();
    else router.push(item.href);
  };

  return (
    <Base.Root open onOpenChange={() => setOverlay(null)}>
      <Base.Portal>
        <Base.Backdrop className="bg-scrim fixed inset-0 z-40" />
        <Base.Popup
          initialFocus={input}
          className="bg-raised shadow-float fixed inset-x-3 top-[max(0.75rem,12vh)] z-40 mx-auto max-w-xl overflow-hidden rounded-2xl outline-hidden"
        >
          <Base.Title className="sr-only">{t('title')}</Base.Title>
          <Command label={t('title')} loop>
            <div className="border-line flex items-center gap-3 border-b px-4">
              <Search className="text-soft size-[18px] shrink-0" />
              <Command.Input
                ref={input}
                value={text}
                onValueChange={setText}
                placeholder={t('placeholder')}
                className="text-md h-12 grow bg-transparent outline-hidden pointer-coarse:text-[1rem]"
              />
            </div>
            <Command.List className="max-h-[min(24rem,60dvh)] scroll-py-2 overflow-y-auto p-1.5">
              <Notice query={text.trim()} searching={found.searching} failed={found.failed} />
              {groups.map((group) => (
                <Group key={group.heading} group={group} onChoose={choose} />
              ))}
              {found.groups.map((group) => (
                <Group key={`found ${group.heading}`} group={group} onChoose={choose} always={text} />
              ))}
            </Command.List>
            <footer className="border-line-fine text-soft flex gap-4 border-t px-4 py-2 text-xs max-md:hidden">
              <span className="flex items-center gap-1.5">
                <Kbd keys="arrowup" />
                <Kbd keys="arrowdown" /> {t('choose')}
              </span>
              <span className="flex items-center gap-1.5">
                <Kbd keys="enter" /> {t('open')}
              </span>
              <span className="flex items-center gap-1.5">
                <Kbd keys="escape" /> {t('leave')}
              </span>
            </footer>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function Notice({ query, searching, failed }: { query: string; searching: boolean; failed: boolean }) {
  const t = useTranslations('shell.palette');
  const className = 'px-3 py-4 text-soft';
  if (failed) {
    return <output className={`block ${className}`}>{t('failed')}</output>;
  }
  return (
    <Command.Empty className={className}>{searching ? t('searching') : t('empty', { query })}</Command.Empty>
  );
}

type GroupProps = {
  group: CommandGroup;
  onChoose: (item: CommandItem) => void;
  /** The text typed, where the items were found by a search and need no second filter. */
  always?: string;
};

function Group({ group, onChoose, always }: GroupProps) {
  return (
    <Command.Group
      heading={group.heading}
      className="[&_[cmdk-group-heading]]:text-soft [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium"
    >
      {group.items.map((item) => (
        <Command.Item
          key={item.id}
          value={item.id}
          keywords={[item.label, ...(item.keywords ?? []), ...(always === undefined ? [] : [always])]}
          onSelect={() => onChoose(item)}
          className="data-[selected=true]:bg-hover-raised [&>.lucide]:text-soft flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 select-none pointer-coarse:h-11 [&_.lucide]:size-4 [&_.lucide]:shrink-0"
        >
          {item.icon}
          <span className="shrink-0 truncate">{item.label}</span>
          <span className="text-soft min-w-0 grow truncate text-sm">{item.hint}</span>
          {item.keys === undefined ? null : <Kbd keys={item.keys} />}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
