import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';

import { DemoPeople } from '@/components/auth/demo-people';
import { DemoSignIn } from '@/components/auth/demo-sign-in';
import { OtherWay } from '@/components/auth/other-way';
import type { PageQuery } from '@/components/auth/page-query';
import { SignInForm } from '@/components/auth/sign-in-form';
import { AuthFrame } from '@/components/site/auth-frame';
import { demoChoices, findDemoPerson } from '@/lib/accounts/demo';
import { nextPath, withNext } from '@/lib/accounts/next-path';
import { signedInPerson } from '@/lib/accounts/signed-in';
import { env } from '@/lib/core/env';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signIn');
  return { title: t('title') };
}

/** Sign-in. `?as=<key>` is the second window of a demo installation, `?next=` where to go afterwards. */
export default async function SignInPage({ searchParams }: PageQuery) {
  const [query, person, t] = await Promise.all([searchParams, signedInPerson(), getTranslations('auth')]);
  const next = nextPath(query['next']);
  const demoPerson = findDemoPerson(query['as']);
  if (person && (!demoPerson || demoPerson.email === person.email)) redirect(next);
  if (demoPerson) {
    return (
      <AuthFrame title={t('demo.signingIn', { name: demoPerson.name })}>
        <DemoSignIn personKey={demoPerson.key} name={demoPerson.name} next={next} />
      </AuthFrame>
    );
  }
  const people = demoChoices();
  return (
    <AuthFrame
      title={t('signIn.title')}
      foot={
        <OtherWay question={t('signIn.new')} link={t('signIn.newLink')} href={withNext('/sign-up', next)} />
      }
      aside={
        people.length > 0 ? <DemoPeople people={people} next={next} inboxUrl={env().INBOX_URL} /> : undefined
      }
    >
      <SignInForm next={next} />
    </AuthFrame>
  );
}
