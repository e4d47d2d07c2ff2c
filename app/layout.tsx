import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';

import { parseTheme } from '@/components/shell/theme';
import { ClientText } from '@/lib/i18n/client-text';

import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Parley', template: '%s · Parley' },
  applicationName: 'Parley',
  icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' } },
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  // --background and the dark --background of globals.css, which browsers' own bars cannot read.
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fcfdfd' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1719' },
  ],
};

// Before the first paint, so that no key cap changes under the reader's eyes.
const platformScript = `if (/Mac|iP(hone|ad|od)/.test(navigator.platform)) document.documentElement.dataset.mac = ''`;

/** Every page: language, theme from the cookie without a flash, fonts, the link past the navigation. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, head, locale, t] = await Promise.all([
    cookies(),
    headers(),
    getLocale(),
    getTranslations('shell'),
  ]);
  const theme = parseTheme(jar.get('theme')?.value);
  return (
    <html
      lang={locale}
      data-theme={theme === 'system' ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <head>
        <script
          nonce={head.get('x-nonce') ?? undefined}
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: platformScript }}
        />
      </head>
      <body className="font-sans">
        <a
          href="#main"
          className="bg-accent text-on-accent fixed top-2 left-2 z-50 -translate-y-16 rounded px-3 py-2 font-medium focus:translate-y-0"
        >
          {t('skip')}
        </a>
        <ClientText>{children}</ClientText>
      </body>
    </html>
  );
}
