'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';

import { signInAsDemoByForm } from '@/lib/accounts/actions';

import { AuthForm } from './auth-form';
import { SubmitButton } from './submit-button';

/** The second window of a demo installation: presses its own button once. */
export function DemoSignIn({ personKey, name, next }: { personKey: string; name: string; next: string }) {
  const t = useTranslations('auth.demo');
  const place = useRef<HTMLDivElement>(null);
  const isPressed = useRef(false);
  useEffect(() => {
    if (isPressed.current) return;
    isPressed.current = true;
    place.current?.closest('form')?.requestSubmit();
  }, []);
  return (
    <AuthForm action={signInAsDemoByForm} next={next} hidden={{ key: personKey }}>
      {() => (
        <div ref={place} className="flex flex-col">
          <SubmitButton>{t('continueAs', { name })}</SubmitButton>
        </div>
      )}
    </AuthForm>
  );
}
