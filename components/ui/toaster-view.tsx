'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { toast as sonner, Toaster as Sonner } from 'sonner';

import { onToast, takeToasts } from './toast';

function drain(): void {
  for (const { kind, text, options } of takeToasts()) {
    const { durationMs = 5000, description, action } = options;
    sonner[kind](text, {
      duration: durationMs,
      ...(description === undefined ? {} : { description }),
      ...(action === undefined ? {} : { action }),
    });
  }
}

/** sonner in Parley's colours. Away from composers: under the top bar. */
export function ToasterView() {
  const t = useTranslations('ui');
  const [narrow] = useState(() => matchMedia('(max-width: 767px)').matches);
  useEffect(() => {
    drain();
    return onToast(drain);
  }, []);
  return (
    <Sonner
      position={narrow ? 'top-center' : 'top-right'}
      gap={8}
      visibleToasts={4}
      offset={{ top: 60, right: 16 }}
      mobileOffset={{ top: 60, left: 12, right: 12 }}
      containerAriaLabel={t('notices')}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-fit items-center gap-3 rounded-xl bg-raised px-3.5 py-2.5 font-sans text-base text-ink shadow-float max-w-[340px]',
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
