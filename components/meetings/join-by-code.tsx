'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, useTransition, type FormEvent } from 'react';

import { Button } from '../ui/button';
import { TextField } from '../ui/field';
import { codeIn, meetHref } from './addresses';

/** Leads to the room of a code that somebody was told, or of a link that they pasted. */
export function JoinByCode() {
  const t = useTranslations('meetings.area');
  const router = useRouter();
  const [isWrong, setWrong] = useState(false);
  const [isPending, startGoing] = useTransition();
  const join = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('code');
    const code = codeIn(typeof typed === 'string' ? typed : '');
    setWrong(code === null);
    if (code !== null) startGoing(() => router.push(meetHref(code)));
  };
  return (
    <form aria-label={t('joinTitle')} onSubmit={join} className="flex max-w-md items-start gap-2">
      <TextField
        name="code"
        label={t('code')}
        placeholder={t('codeHint')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="grow"
        error={isWrong ? t('codeWrong') : null}
      />
      <Button type="submit" pending={isPending} className="mt-[25px] h-[34px] pointer-coarse:h-10">
        {t('join')}
      </Button>
    </form>
  );
}
