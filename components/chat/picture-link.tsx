'use client';

import { Image } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** A picture from elsewhere, as a link: loading it would tell its host who reads this, and when. */
export function PictureLink({ href, alt, className }: { href: string; alt: string; className: string }) {
  const t = useTranslations('chat.message');
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" className={className}>
      <Image className="mr-1 inline size-4 align-[-3px]" />
      {t('picture', { alt: alt === '' ? href : alt })}
    </a>
  );
}
