import Link from 'next/link';
import type { ReactNode } from 'react';

import { Logo } from './logo';

type AuthFrameProps = {
  title: ReactNode;
  description?: ReactNode;
  /** The form. */
  children: ReactNode;
  /** Below the card: the other way, such as a link to sign up. */
  foot?: ReactNode;
  /** Beside the card (below it on a phone): demo people, an explanation. */
  aside?: ReactNode;
};

/** The page of sign-in, sign-up, invitation and the like: the mark, one card, nothing else. */
export function AuthFrame({ title, description, children, foot, aside }: AuthFrameProps) {
  return (
    <div className="bg-panel flex min-h-dvh flex-col">
      <header className="px-5 py-4">
        <Link href="/" className="inline-block rounded">
          <Logo />
        </Link>
      </header>
      <main
        id="main"
        className="mx-auto flex w-full max-w-4xl grow flex-col items-center justify-center gap-6 px-4 pb-20 lg:flex-row lg:items-start lg:pt-[10vh]"
      >
        <div className="w-full max-w-[400px]">
          <div className="border-line bg-raised rounded-2xl border p-6 sm:p-7">
            <h1 className="text-xl font-semibold">{title}</h1>
            {description === undefined ? null : <p className="text-soft mt-1.5 text-pretty">{description}</p>}
            <div className="mt-5">{children}</div>
          </div>
          {foot === undefined ? null : <div className="text-soft mt-4 text-center">{foot}</div>}
        </div>
        {aside === undefined ? null : <div className="w-full max-w-[400px] lg:max-w-[320px]">{aside}</div>}
      </main>
    </div>
  );
}
