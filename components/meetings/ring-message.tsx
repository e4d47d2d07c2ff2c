'use client';

import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';

import { focusNow } from '../chat/focus-now';
import { Button } from '../ui/button';
import { Input } from '../ui/input';

const MAX_LENGTH = 200;

type RingMessageProps = { onSend: (message: string) => void; onBack: () => void };

/** Declines in one's own words; Escape goes back to the other ways. */
export function RingMessage({ onSend, onBack }: RingMessageProps) {
  const t = useTranslations('ringing.banner');
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const written = new FormData(event.currentTarget).get('message');
    onSend(typeof written === 'string' ? written : '');
  };
  return (
    <form className="flex gap-2" onSubmit={send}>
      <Input
        ref={focusNow}
        name="message"
        maxLength={MAX_LENGTH}
        autoComplete="off"
        aria-label={t('own')}
        placeholder={t('own')}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          onBack();
        }}
      />
      <Button type="submit" variant="danger" className="h-[34px]">
        {t('send')}
      </Button>
    </form>
  );
}
