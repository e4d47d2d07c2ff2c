'use client';

import { useTranslations } from 'next-intl';
import { Toaster as Sonner } from 'sonner';

/** sonner in Parley's colours: bottom right, above the bar of a phone. */
export function ToasterView() {
  const t = useTranslations('ui');
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      visibleToasts={4}
      offset={16}
      mobileOffset={{ bottom: 72, left: 12, right: 12 }}
      containerAriaLabel={t('notices')}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-xl bg-rail px-3.5 py-2.5 text-base text-rail-ink shadow-float sm:w-[340px]',
          content: 'min-w-0 grow',
          title: 'font-medium',
          description: 'text-sm text-rail-soft',
          actionButton:
            'h-[26px] shrink-0 rounded px-2 text-sm font-semibold text-rail-ink bg-rail-raised hover:brightness-115',
          icon: 'shrink-0 [&_svg]:size-4',
        },
      }}
    />
  );
}
