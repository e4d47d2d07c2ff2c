'use client';

import { ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';

import { Avatar } from '@/components/ui/avatar';
import { buttonClass } from '@/components/ui/button';
import { signInAsDemoByForm } from '@/lib/accounts/actions';
import type { DemoChoice } from '@/lib/accounts/demo-choice';

import { AuthForm } from './auth-form';
import { SubmitButton } from './submit-button';

const firstName = (name: string) => name.split(' ')[0] ?? name;

type DemoPeopleProps = { people: readonly DemoChoice[]; next: string; inboxUrl?: string | undefined };

/** The people of a demo installation, one press each, here or in a second window with cookies of its own. */
export function DemoPeople({ people, next, inboxUrl }: DemoPeopleProps) {
  const t = useTranslations('auth.demo');
  return (
    <section aria-labelledby="demo-title" className="px-1">
      <h2 id="demo-title" className="font-semibold">
        {t('title')}
      </h2>
      <p className="text-soft mt-1">{t('description')}</p>
      <ul className="mt-4 flex flex-col gap-4">
        {people.map((person) => (
          <li key={person.key}>
            <div className="mb-1.5 flex items-center gap-2.5">
              <Avatar name={person.name} size="sm" />
              <div className="min-w-0">
                <p className="truncate font-medium">{person.name}</p>
                <p className="text-soft truncate text-sm">{person.note}</p>
              </div>
            </div>
            <AuthForm action={signInAsDemoByForm} next={next} hidden={{ key: person.key }}>
              {() => (
                <div className="flex gap-2">
                  <SubmitButton variant="secondary" size="md" className="grow">
                    {t('continueAs', { name: firstName(person.name) })}
                  </SubmitButton>
                  {person.secondWindowUrl === null ? null : (
                    <a
                      href={person.secondWindowUrl}
                      target="_blank"
                      rel="noreferrer"
                      title={t('secondWindow', { name: firstName(person.name) })}
                      aria-label={t('secondWindow', { name: firstName(person.name) })}
                      className={buttonClass({ variant: 'secondary', className: 'px-2' })}
                    >
                      <ExternalLink />
                    </a>
                  )}
                </div>
              )}
            </AuthForm>
          </li>
        ))}
      </ul>
      {inboxUrl === undefined ? null : (
        <p className="text-soft mt-5">
          <a
            href={inboxUrl}
            target="_blank"
            rel="noreferrer"
            className="text-accent-ink rounded-xs underline"
          >
            {t('inbox')}
          </a>
        </p>
      )}
    </section>
  );
}
