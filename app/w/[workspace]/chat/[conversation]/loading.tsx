import { getTranslations } from 'next-intl/server';

import { Skeleton } from '@/components/ui/skeleton';

const widths = ['w-3/5', 'w-2/5', 'w-4/5', 'w-1/2', 'w-2/3'];

/** The shape of a conversation while it is fetched. */
export default async function ConversationLoading() {
  const t = await getTranslations('shell');
  return (
    <section aria-busy="true" aria-label={t('loadingPane')} className="flex min-w-0 grow flex-col">
      <div className="h-bar border-line flex shrink-0 items-center border-b px-5">
        <Skeleton className="h-4 w-40" />
      </div>
      <div className="flex grow flex-col justify-end gap-4 overflow-hidden px-3 pb-8 md:px-5">
        {widths.map((width) => (
          <div key={width} className="flex gap-3">
            <Skeleton className="size-9 shrink-0" />
            <div className="grow">
              <Skeleton className="mb-2 h-3.5 w-32" />
              <Skeleton className={`h-3.5 ${width}`} />
            </div>
          </div>
        ))}
      </div>
      <Skeleton className="mx-2.5 mb-2.5 h-[86px] shrink-0 rounded-xl md:mx-5 md:mb-4" />
    </section>
  );
}
