'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Toaster as Sonner } from 'sonner';

/** sonner in Parley's colours. Away from composers: over the sidebar's foot, and at the top of a phone. */
export function ToasterView() {
  const t = useTranslations('ui');
  const [narrow] = useState(() => matchMedia('(max-width: 767px)').matches);
  return (
    <Sonner
      position={narrow ? 'top-center' : 'bottom-left'}
      gap={8}
      visibleToasts={4}
      offset={{ bottom: 16, left: 72 }}
      mobileOffset={{ top: 60, left: 12, right: 12 }}
      containerAriaLabel={t('notices')}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-xl bg-raised px-3.5 py-2.5 font-sans text-base text-ink shadow-float sm:w-[340px]',
          content: 'min-w-0 grow',
          title: 'font-medium',
          description: 'text-sm text-soft',
          actionButton:
            'h-[26px] shrink-0 rounded px-2 text-sm font-semibold text-accent-ink hover:bg-hover-raised',
          icon: 'shrink-0 [&_svg]:size-4',
        },
      }}
    />
  );
}
