import { AtSign, Hash, Inbox, MessageSquare, Plus, Search, SendHorizontal, Smile, Type } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Avatar, AvatarStack } from '@/components/ui/avatar';
import { Separator } from '@/components/ui/separator';

import { PictureMessage } from './picture-message';
import { PictureSidebar } from './picture-sidebar';

const members = [
  { id: 'Ada Okafor', name: 'Ada Okafor' },
  { id: 'Mei Tanaka', name: 'Mei Tanaka' },
  { id: 'Bo Lindqvist', name: 'Bo Lindqvist' },
];

/** The product drawn with its own parts, still, in the page's theme: a picture to readers, never a control. */
export function ProductPicture() {
  const t = useTranslations('site.picture');
  return (
    <figure className="mx-auto w-full max-w-5xl">
      <figcaption className="sr-only">{t('label')}</figcaption>
      <div
        aria-hidden="true"
        className="border-line bg-background shadow-float flex overflow-hidden rounded-2xl border text-left select-none md:h-[560px]"
      >
        <div className="w-rail bg-rail text-rail-soft hidden shrink-0 flex-col items-center gap-1 py-2.5 md:flex [&_.lucide]:size-5">
          <Avatar name="Acme" seed="acme-events" className="mb-2" />
          <span className="grid size-10 place-items-center">
            <Inbox />
          </span>
          <span className="bg-rail-raised text-rail-ink grid size-10 place-items-center rounded-lg">
            <MessageSquare />
          </span>
          <Avatar name="Jo Kim" presence="online" ring="ring-rail" className="mt-auto" />
        </div>
        <PictureSidebar />
        <div className="flex min-w-0 grow flex-col">
          <div className="h-bar border-line flex shrink-0 items-center gap-2.5 border-b px-4 md:px-5">
            <Hash className="size-[18px]" />
            <span className="text-md font-semibold">spring-conference</span>
            <span className="text-soft min-w-0 grow truncate text-sm max-md:invisible">{t('topic')}</span>
            <span className="border-line bg-raised flex h-[30px] items-center gap-2 rounded border px-2.5 text-sm font-medium max-sm:hidden">
              <AvatarStack people={members} /> 24
            </span>
            <Search className="text-soft size-[18px]" />
          </div>
          <Conversation />
          <div className="border-line bg-raised mx-4 mb-4 shrink-0 rounded-xl border md:mx-5">
            <div className="text-soft px-3.5 pt-2.5 pb-1.5">{t('composer')}</div>
            <div className="text-soft flex items-center gap-4 px-3.5 pb-2.5 [&>.lucide]:size-4">
              <Plus />
              <Type />
              <Smile />
              <AtSign />
              <span className="bg-accent text-on-accent ml-auto grid h-[26px] w-9 place-items-center rounded [&>.lucide]:size-4">
                <SendHorizontal />
              </span>
            </div>
          </div>
        </div>
      </div>
    </figure>
  );
}

function code(chunks: ReactNode) {
  return <code className="bg-hover rounded-sm px-1 font-mono text-sm">{chunks}</code>;
}

function Conversation() {
  const t = useTranslations('site.picture');
  return (
    <div className="flex min-h-0 grow flex-col justify-end overflow-hidden pb-2">
      <Separator className="px-5 py-1">{t('today')}</Separator>
      <PictureMessage
        name="Ada Okafor"
        hue="Ada Okafor"
        time="09:41"
        reactions={[
          { emoji: '👀', count: 2, mine: true },
          { emoji: '✅', count: 1 },
        ]}
      >
        {t('first')}{' '}
        <span className="bg-tint text-tint-ink rounded-sm px-1 font-semibold">{t('mention')}</span>{' '}
        {t('firstEnd')}
      </PictureMessage>
      <PictureMessage name="Mei Tanaka" hue="Mei Tanaka" time="09:44">
        {t.rich('second', { c: code })}
      </PictureMessage>
      <Separator tone="red" className="px-5 py-1">
        {t('new')}
      </Separator>
      <PictureMessage
        name="Bo Lindqvist"
        hue="Bo Lindqvist"
        time="09:52"
        reactions={[
          { emoji: '🎬', count: 3 },
          { emoji: '💚', count: 2 },
        ]}
      >
        {t('third')}
      </PictureMessage>
      <div className="text-soft px-5 pt-2 text-sm">{t('typing')}</div>
    </div>
  );
}
