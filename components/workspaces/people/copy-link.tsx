'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { toast } from '../../ui/toast';

/** A link that is shown once: selected at once, and copied by one press. */
export function CopyLink({ url }: { url: string }) {
  const t = useTranslations('people.inviting');
  const place = useRef<HTMLDivElement>(null);
  const [isCopied, setCopied] = useState(false);
  const select = () => place.current?.querySelector('input')?.select();
  useEffect(() => {
    place.current?.querySelector('input')?.select();
  }, []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
    } catch {
      select();
      toast.error(t('copyFailed'));
    }
  };
  return (
    <div ref={place} className="flex flex-col gap-3">
      <TextField
        label={t('link')}
        hint={t('linkHint')}
        value={url}
        readOnly
        onFocus={select}
        className="[&_input]:font-mono [&_input]:text-sm"
      />
      <Button variant="primary" onClick={() => void copy()}>
        {isCopied ? <Check /> : <Copy />}
        <span aria-live="polite">{t(isCopied ? 'copied' : 'copy')}</span>
      </Button>
    </div>
  );
}
